-- endpoint_starts: On which day does the clock of each endpoint start?
--
-- With the opening of the line; with the diagnosis (line 0); or with the first event of the kind that the endpoint
-- names: a response deep enough, a negative MRD test. It is followed to the opening of the next line, that day
-- included, or over the whole course.
-- Reads: outcome_spans, outcome_events, endpoints
-- Nulls: a line in which the clock never starts is left out; no `until_on`, and nothing but the record ends the wait.
with firsts as (
    select e.endpoint, o.patient, o.line, o.happened_on, o.because,
        row_number() over (
            partition by e.endpoint, o.patient, o.line order by o.happened_on asc nulls last, o.because asc nulls last
        ) as place
    from endpoints e
    join outcome_events o on o.event = e.starts and (o.depth is null or o.depth >= e.least_depth)
),
begun as (
    select e.endpoint, s.patient, s.line, s.started_on, s.because
    from endpoints e
    join outcome_spans s on case when s.line = 0 then 'diagnosis' else 'line_start' end = e.starts
    union all
    select endpoint, patient, line, happened_on as started_on, because from firsts where place = 1
)
select b.patient, b.line, b.endpoint, b.started_on, case when not e.whole_course then s.next_started_on end as until_on,
    s.last_on, b.because
from begun b
join endpoints e on e.endpoint = b.endpoint
join outcome_spans s on s.patient = b.patient and s.line = b.line
