-- lesion_progressions: On which days did imaging show progression?
--
-- A new lesion; a sum of products of more than one plasmacytoma that grew far enough from its lowest; or a lesion,
-- more than the least width before, whose longest diameter grew far enough from its shortest. Imaging needs no repeat.
-- Reads: told_progressions, lesions, lesion_sums, line_spans, marker_steps, response_rules, assessment_profile
-- Empty unless one of: told_progressions, lesions, lesion_sums
-- Nulls: a lesion without a former measurement cannot have grown; one not said to be new is not new.
with placed as (
    select l.*, s.line, s.started_on
    from lesions l
    join line_spans s
      on s.patient = l.patient and l.measured_on > s.started_on
     and (s.next_started_on is null or l.measured_on <= s.next_started_on)
),
grown as (
    select
        n.patient, n.line, n.lesion, n.measured_on, n.row, n.longest_mm,
        min(o.longest_mm) as shortest_mm, max(o.perpendicular_mm) as width_mm,
        joined(collect_set(row_ref('lesions', o.row)), '; ') as former_rows
    from placed n
    cross join assessment_profile a
    join lesions o
      on o.patient = n.patient and o.lesion = n.lesion and o.measured_on < n.measured_on
     and o.measured_on >= plus_days(n.started_on, 0 - a.baseline_before_days)
    group by n.patient, n.line, n.lesion, n.measured_on, n.row, n.longest_mm
)
select patient, line, measured_on as progressed_on, null as reference_on, null as reference_value, null as value,
    fact_ref(r.criterion, 'lesion_spd_rise_percent') || '; ' || row_ref('lesions', p.row) as because
from placed p
cross join response_rules r
where p.is_new
union all
select t.patient, t.line, t.told_on as progressed_on, null as reference_on, null as reference_value, null as value,
    fact_ref(r.criterion, 'lesion_spd_rise_percent') || '; ' || t.rows_read as because
from told_progressions t
cross join response_rules r
where t.kind = 'imaging'
union all
select m.patient, m.line, m.assessed_on as progressed_on, null as reference_on, m.lowest as reference_value, m.value,
    fact_ref(r.criterion, 'lesion_spd_rise_percent') || '; ' || m.rows_read as because
from lesion_sums s
join marker_steps m on m.patient = s.patient and m.marker = 'lesion' and m.assessed_on = s.assessed_on
cross join response_rules r
where m.n_lesions > 1 and m.value > m.lowest
  and m.value * 100 >= m.lowest * (100 + r.lesion_spd_rise_percent)
union all
select g.patient, g.line, g.measured_on as progressed_on, null as reference_on, g.shortest_mm as reference_value,
    g.longest_mm as value,
    concat_ws('; ', fact_ref(r.criterion, 'lesion_diameter_rise_percent'), g.former_rows, row_ref('lesions', g.row)) as because
from grown g
cross join response_rules r
where g.width_mm > r.lesion_short_axis_above and g.longest_mm > g.shortest_mm
  and g.longest_mm * 100 >= g.shortest_mm * (100 + r.lesion_diameter_rise_percent)
