-- risen_steps: On which days had a marker risen far enough above its lowest confirmed value to be progression?
--
-- A rise counts when it reaches the criterion's percentage and its absolute amount; which amounts hold depends on how
-- low the marker had come. Light chains count only where serum and urine are not followed, marrow only where light
-- chains are not either, circulating cells last of all. A light-chain difference below zero is a low as any other.
-- The next value is told as `next_on` where it too has risen so far, as `next_read_on` in any case.
-- Reads: marker_steps, progression_thresholds, measurable
-- Empty without: marker_steps
-- Nulls: no lowest confirmed value, no rise; no next value, no day of it.
with followed as (
    select patient, line, min(route) as route from measurable where route > 0 group by patient, line
)
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
