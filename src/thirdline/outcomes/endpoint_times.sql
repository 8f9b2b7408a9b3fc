-- endpoint_times: How long did each line wait for each endpoint, and what ended the wait?
--
-- The first event of the endpoint, or a competing one, ends it. An event that came longer after the last assessment
-- than the endpoint allows is not counted. Without an event the time is cut where the endpoint says: on the last
-- assessment without progression, the last day of the record, or the last negative MRD test; where new therapy was
-- begun and the endpoint looks no further, not later than that. Who was never assessed is cut on the first day.
-- Reads: endpoint_starts, endpoint_ends, endpoints, first_observations
-- Empty without: endpoint_starts
-- Nulls: a patient who by the record died before the clock started has no time; without an event the time is cut, which
--   says that it is longer, not how long.
with gaps as (
    select n.*, e.censored_at, s.started_on, s.until_on, s.last_on, s.because as begun,
        coalesce(
            days_between(coalesce(n.checked_before, s.started_on), n.happened_on) > e.longest_gap_days, false
        ) as in_gap
    from endpoint_ends n
    join endpoint_starts s on s.patient = n.patient and s.line = n.line and s.endpoint = n.endpoint
    join endpoints e on e.endpoint = n.endpoint
),
ended as (
    select g.*,
        case when g.dead_before then 'left_out'
             when g.event is not null and not g.in_gap then g.role else 'censored' end as ends_as,
        case when g.in_gap then coalesce(g.checked_before, g.started_on)
             when g.censored_at = 'last_assessment' then coalesce(g.checked_on, g.started_on)
             when g.censored_at = 'last_mrd_test' then coalesce(g.tested_on, g.started_on)
             when g.until_on < g.last_on then g.until_on
             else g.last_on end as cut_on
    from gaps g
)
select n.patient, n.line, n.endpoint, n.started_on,
    case n.ends_as when 'left_out' then null when 'censored' then n.cut_on else n.happened_on end as ended_on,
    case n.ends_as when 'left_out' then null when 'censored' then days_between(n.started_on, n.cut_on)
         else days_between(n.started_on, n.happened_on) end as days,
    n.ends_as, case when n.ends_as in ('event', 'competing') then n.event end as event,
    case when n.ends_as = 'left_out' then 'died_before_start'
         when n.ends_as <> 'censored' then null
         when n.in_gap then 'gap_in_assessment'
         when n.censored_at = 'last_assessment' and n.checked_on is null then 'no_assessment'
         when n.until_on is not null then 'new_therapy'
         else n.censored_at end as censored_because,
    o.observed_from,
    concat_ws('; ', fact_ref(n.endpoint, case when n.ends_as in ('event', 'competing') then 'events' else 'censored_at' end),
        case when n.in_gap then fact_ref(n.endpoint, 'longest_gap_days') end, n.begun,
        case when n.ends_as in ('event', 'competing') then n.because end) as because
from ended n
left join first_observations o on o.patient = n.patient
