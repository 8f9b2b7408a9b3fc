-- endpoint_ends: Which event ended the wait of each endpoint first, and until when was the patient followed for it?
--
-- Events count from the day of the start on, and where the endpoint looks no further than new therapy, up to the opening
-- of the next line, that day included. Of one day, the event that the endpoint names first goes before. An assessment
-- shows that there was no progression when it can be evaluated and is not itself progression, confirmed or suspected.
-- Reads: endpoint_starts, endpoints, endpoint_events, outcome_events, graded_responses, mrd_tests
-- Empty without: endpoint_starts
-- Nulls: no event, none came; no assessment, none was made. `checked_on` is the last assessment without progression,
--   `checked_before` the last one before the event, `tested_on` the last negative MRD test.
with candidates as (
    select s.patient, s.line, s.endpoint, v.event, v.role, o.happened_on, o.because,
        row_number() over (
            partition by s.patient, s.line, s.endpoint
            order by o.happened_on asc nulls last, v.place asc nulls last, o.line asc nulls last, o.because asc nulls last
        ) as place
    from endpoint_starts s
    join endpoints e on e.endpoint = s.endpoint
    join endpoint_events v on v.endpoint = s.endpoint
    join outcome_events o
      on o.patient = s.patient and o.event = v.event and o.happened_on >= s.started_on
     and (o.depth is null or o.depth >= e.least_depth)
     and (o.line = s.line or (e.whole_course and o.line > s.line))
     and (s.until_on is null or o.happened_on <= s.until_on)
),
checks as (
    select patient, line, assessed_on from graded_responses where depth > 0 and response <> 'PD'
),
followed as (
    select s.patient, s.line, s.endpoint, max(c.assessed_on) as checked_on,
        max(case when c.assessed_on < f.happened_on then c.assessed_on end) as checked_before
    from endpoint_starts s
    join endpoints e on e.endpoint = s.endpoint
    left join candidates f on f.patient = s.patient and f.line = s.line and f.endpoint = s.endpoint and f.place = 1
    join checks c
      on c.patient = s.patient and c.assessed_on >= s.started_on
     and (c.line = s.line or (e.whole_course and c.line > s.line))
     and (s.until_on is null or c.assessed_on <= s.until_on)
    group by s.patient, s.line, s.endpoint
),
tested as (
    select s.patient, s.line, s.endpoint, max(t.tested_on) as tested_on
    from endpoint_starts s
    join mrd_tests t
      on t.patient = s.patient and t.line = s.line and t.tested_on >= s.started_on and not t.positive and t.sufficient
    group by s.patient, s.line, s.endpoint
),
dead_before as (
    select distinct s.patient, s.line, s.endpoint
    from endpoint_starts s
    join outcome_events o
      on o.patient = s.patient and o.line = s.line and o.event = 'death' and o.happened_on < s.started_on
)
select s.patient, s.line, s.endpoint, f.event, f.role, f.happened_on, f.because, c.checked_on, c.checked_before, t.tested_on,
    d.patient is not null as dead_before
from endpoint_starts s
left join candidates f on f.patient = s.patient and f.line = s.line and f.endpoint = s.endpoint and f.place = 1
left join followed c on c.patient = s.patient and c.line = s.line and c.endpoint = s.endpoint
left join tested t on t.patient = s.patient and t.line = s.line and t.endpoint = s.endpoint
left join dead_before d on d.patient = s.patient and d.line = s.line and d.endpoint = s.endpoint
