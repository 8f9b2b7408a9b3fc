-- complete_responses: At which assessments were the signs of complete, or stringent complete, response all there?
--
-- Complete: immunofixation of serum and urine negative, marrow plasma cells below the limit, no plasmacytoma left, and,
-- where light chains are followed, their ratio normal. Stringent: besides, the ratio normal and no clonal plasma cells.
-- Plasmacytomas are gone when no fewer were measured than at baseline. A sign read before the day is valid for a time:
-- immunofixation for some days, and no longer than until its own M-protein is measured at more than nothing, which is
-- itself a sign that it is there; marrow for the whole line, unless an M-protein that had come to nothing is measured
-- again; imaging for the whole line.
-- Only where the immunofixation of serum is negative are the other signs looked at.
-- Reads: visits, negative_immunofixations, findings, marker_values, light_chains, measurable, line_spans, categories,
--   response_rules, assessment_profile
-- Empty without: negative_immunofixations, visits
-- Nulls: a missing sign is not there; only urine that was not followed may be missing, where the profile accepts it. An
--   M-protein that was not measured again shows nothing against a sign.
with fixed as (
    select distinct patient from negative_immunofixations
),
proteins as (
    select m.patient, m.assessed_on, m.value, m.rows_read,
        case m.marker when 'serum_m_protein' then 'serum_immunofixation' else 'urine_immunofixation' end as sign,
        lag(m.value) over (
            partition by m.patient, m.marker order by m.assessed_on asc nulls last, m.rows_read asc nulls last
        ) as former
    from marker_values m
    join fixed f on f.patient = m.patient
    where m.marker in ('serum_m_protein', 'urine_m_protein')
),
signs as (
    select patient, kind as sign, found_on as read_on, value as word, row_ref('findings', row) as rows_read
    from findings
    where kind in ('serum_immunofixation', 'urine_immunofixation', 'clonal_plasma_cells') and value is not null
    union all
    select v.patient, v.marker as sign, v.assessed_on as read_on,
        case when v.marker = 'bone_marrow' and v.value < r.marrow_complete_below then 'low'
             when v.marker = 'lesion' and v.value = 0 then 'gone' else 'there' end as word, v.rows_read
    from marker_values v
    cross join response_rules r
    left join measurable m on m.patient = v.patient and m.line = v.line and m.marker = v.marker
    where v.marker = 'bone_marrow' or (v.marker = 'lesion' and v.n_lesions >= coalesce(m.n_lesions, 0))
    union all
    select patient, sign, assessed_on as read_on, 'measured' as word, rows_read from proteins where value > 0
    union all
    select patient, 'ratio' as sign, assessed_on as read_on, coalesce(in_excess, 'normal') as word, rows_read
    from light_chains
),
outdated as (
    select s.patient, s.sign, s.read_on, min(p.assessed_on) as from_on
    from signs s
    join proteins p on p.patient = s.patient and p.assessed_on > s.read_on and p.value > 0 and p.former = 0
    where s.sign in ('bone_marrow', 'clonal_plasma_cells')
    group by s.patient, s.sign, s.read_on
),
readings as (
    select s.patient, s.sign, s.read_on, s.word, s.rows_read, o.from_on as outdated_on,
        lead(s.read_on) over (
            partition by s.patient, s.sign
            order by s.read_on asc nulls last, case when s.word = 'measured' then 1 else 0 end desc nulls last,
                s.rows_read asc nulls last
        ) as next_on,
        case when s.sign = 'ratio' then plus_days(s.read_on, a.visit_days)
             when s.sign in ('serum_immunofixation', 'urine_immunofixation') then plus_days(s.read_on, a.immunofixation_days)
             end as valid_until
    from signs s
    join fixed x on x.patient = s.patient
    cross join assessment_profile a
    left join outdated o on o.patient = s.patient and o.sign = s.sign and o.read_on = s.read_on
),
negative as (
    select v.patient, v.line, v.assessed_on, l.started_on
    from visits v
    join line_spans l on l.patient = v.patient and l.line = v.line
    join readings r
      on r.patient = v.patient and r.sign = 'serum_immunofixation' and r.word = 'negative'
     and r.read_on > l.started_on and r.read_on <= v.assessed_on
     and (r.next_on is null or r.next_on > v.assessed_on) and r.valid_until >= v.assessed_on
),
at_visit as (
    select v.patient, v.line, v.assessed_on,
        max(case when r.sign = 'urine_immunofixation' then r.word end) as urine,
        max(case when r.sign = 'clonal_plasma_cells' then r.word end) as clonal,
        max(case when r.sign = 'bone_marrow' then r.word end) as marrow,
        max(case when r.sign = 'lesion' then r.word end) as lesion,
        max(case when r.sign = 'ratio' then r.word end) as ratio,
        joined(collect_set(r.rows_read), '; ') as rows_read
    from negative v
    join readings r
      on r.patient = v.patient and r.read_on > v.started_on and r.read_on <= v.assessed_on
     and (r.next_on is null or r.next_on > v.assessed_on)
     and (r.outdated_on is null or r.outdated_on > v.assessed_on)
     and (r.valid_until is null or r.valid_until >= v.assessed_on)
    group by v.patient, v.line, v.assessed_on
),
followed as (
    select patient, line,
        max(case when marker = 'urine_m_protein' then 1 else 0 end) as urine,
        max(case when marker = 'flc_difference' then 1 else 0 end) as light_chains,
        max(case when marker = 'lesion' then 1 else 0 end) as lesions
    from measurable
    group by patient, line
)
select
    v.patient, v.line, v.assessed_on, c.response, c.depth,
    fact_ref(r.criterion, 'marrow_complete_below') || '; '
    || case when v.urine is null then fact_ref(a.criterion, 'missing_urine_accepted') || '; ' else '' end
    || v.rows_read as because
from at_visit v
join categories c on c.response = case when v.ratio = 'normal' and v.clonal = 'absent' then 'sCR' else 'CR' end
left join followed f on f.patient = v.patient and f.line = v.line
cross join response_rules r
cross join assessment_profile a
where v.marrow = 'low'
  and (v.urine = 'negative' or (v.urine is null and a.missing_urine_accepted and coalesce(f.urine, 0) = 0))
  and (v.lesion = 'gone' or (v.lesion is null and coalesce(f.lesions, 0) = 0))
  and (coalesce(f.light_chains, 0) = 0 or v.ratio = 'normal')
