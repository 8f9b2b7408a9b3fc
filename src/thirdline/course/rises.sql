-- rises: On which days had a marker risen far enough to be progression, and did the next value show it too?
--
-- A rise is measured from the lowest confirmed value of the line, which was the baseline or a later value.
-- Reads: risen_steps, marker_steps, baselines, usable_values, findings
-- Empty without: risen_steps
-- Nulls: no next value, not confirmed, unless death from progression confirms it.
with deaths as (
    select patient, min(found_on) as died_on, min(row_ref('findings', row)) as rows_read
    from findings
    where kind = 'reported_progression' and value = 'death'
    group by patient
),
lows as (
    select r.patient, r.line, r.marker, r.assessed_on, s.assessed_on as low_on, s.rows_read
    from risen_steps r
    join marker_steps s
      on s.patient = r.patient and s.line = r.line and s.marker = r.marker
     and s.confirmed = r.lowest and s.assessed_on < r.assessed_on
    union all
    select r.patient, r.line, r.marker, r.assessed_on, b.baseline_on as low_on, b.rows_read
    from risen_steps r
    join baselines b
      on b.patient = r.patient and b.line = r.line and b.marker = r.marker
     and b.baseline = r.lowest and b.baseline_on < r.assessed_on
),
firsts as (
    select l.*,
        row_number() over (
            partition by l.patient, l.line, l.marker, l.assessed_on order by l.low_on asc nulls last, l.rows_read asc nulls last
        ) as place
    from lows l
)
select
    r.patient, r.line, r.marker as criterion, r.assessed_on as progressed_on,
    case when not r.needs_confirmation then r.assessed_on
         when r.next_on is not null then r.next_on
         when r.next_read_on is null and d.died_on >= r.assessed_on then d.died_on end as confirmed_on,
    w.low_on as reference_on, r.lowest as reference_value, r.value,
    concat_ws('; ', r.fact, w.rows_read, r.rows_read,
        case when r.needs_confirmation and r.next_on is not null then n.rows_read end,
        case when r.needs_confirmation and r.next_read_on is null and d.died_on >= r.assessed_on then d.rows_read end) as because
from risen_steps r
left join firsts w
  on w.patient = r.patient and w.line = r.line and w.marker = r.marker and w.assessed_on = r.assessed_on and w.place = 1
left join usable_values n on n.patient = r.patient and n.marker = r.marker and n.assessed_on = r.next_on
left join deaths d on d.patient = r.patient
