-- rises: On which days had a marker risen far enough to be progression, and did the next value show it too?
--
-- A rise is measured from the lowest confirmed value of the line. It counts when it reaches the criterion's percentage
-- and its absolute amount; which amounts hold depends on how low the marker had come. Light chains count only where
-- serum and urine are not followed, marrow only where light chains are not either, circulating cells last of all. A
-- light-chain difference below zero is a low as any other.
-- Reads: marker_steps, baselines, usable_values, progression_thresholds, measurable, findings
-- Empty without: marker_steps
-- Nulls: no lowest confirmed value, no rise; no next value, not confirmed, unless death from progression confirms it.
with followed as (
    select patient, line, min(route) as route from measurable where route > 0 group by patient, line
),
risen as (
    select
        s.patient, s.line, s.marker, s.assessed_on, s.value, s.lowest, s.rows_read, t.fact, s.needs_confirmation,
        case when s.next_value * 100 >= s.lowest * (100 + t.rise_percent)
              and s.next_value >= s.lowest + t.rise_amount
              and (not t.amount_exceeded or s.next_value > s.lowest + t.rise_amount)
              and s.next_value >= t.value_at_least
             then s.next_on end as next_on,
        s.next_on as next_read_on
    from marker_steps s
    join progression_thresholds t
      on t.marker = s.marker
     and greatest(s.lowest, 0) >= t.lowest_from
     and (t.lowest_below is null or s.lowest < t.lowest_below)
    left join followed f on f.patient = s.patient and f.line = s.line
    where s.value > s.lowest
      and s.value * 100 >= s.lowest * (100 + t.rise_percent)
      and s.value >= s.lowest + t.rise_amount
      and (not t.amount_exceeded or s.value > s.lowest + t.rise_amount)
      and s.value >= t.value_at_least
      and s.route <= coalesce(f.route, s.route)
),
deaths as (
    select patient, min(found_on) as died_on, min(row_ref('findings', row)) as rows_read
    from findings
    where kind = 'reported_progression' and value = 'death'
    group by patient
),
lows as (
    select r.patient, r.line, r.marker, r.assessed_on, s.assessed_on as low_on, s.rows_read
    from risen r
    join marker_steps s
      on s.patient = r.patient and s.line = r.line and s.marker = r.marker
     and s.confirmed = r.lowest and s.assessed_on < r.assessed_on
    union all
    select r.patient, r.line, r.marker, r.assessed_on, b.baseline_on as low_on, b.rows_read
    from risen r
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
from risen r
left join firsts w
  on w.patient = r.patient and w.line = r.line and w.marker = r.marker and w.assessed_on = r.assessed_on and w.place = 1
left join usable_values n on n.patient = r.patient and n.marker = r.marker and n.assessed_on = r.next_on
left join deaths d on d.patient = r.patient
