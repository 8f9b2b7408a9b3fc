-- outcome_events: On which days did what may end, or begin, the wait for an outcome happen?
--
-- Confirmed progressions, on the day first seen; death, whichever line it falls into; the opening of the next line; the
-- responses shown, with their depth; MRD tests that were positive, and negative ones that were sensitive enough.
-- Reads: outcome_spans, progressions, patients, events, shown_responses, mrd_tests
-- Nulls: only a response has a depth.
with deaths as (
    select patient, min(died_on) as died_on, min(because) as because
    from (
        select patient, died_on, row_ref('patients', patient) as because from patients where died_on is not null
        union all
        select e.patient, e.started_on as died_on, row_ref('events', e.row) as because
        from events e
        join patients p on p.patient = e.patient
        where e.event = 'death' and e.started_on is not null and p.died_on is null
    ) told
    group by patient
)
select patient, line, 'progression' as event, null as depth, progressed_on as happened_on, because
from progressions
where confirmed_on is not null
union all
select s.patient, s.line, 'death' as event, null as depth, d.died_on as happened_on, d.because
from outcome_spans s
join deaths d on d.patient = s.patient
union all
select patient, line, 'next_line' as event, null as depth, next_started_on as happened_on,
    row_ref('lines', patient || '/' || cast(line + 1 as string)) as because
from outcome_spans
where next_started_on is not null
union all
select patient, line, 'response' as event, depth, assessed_on as happened_on, because
from shown_responses
union all
select patient, line, case when positive then 'mrd_positive' else 'mrd_negative' end as event, null as depth,
    tested_on as happened_on, because
from mrd_tests
where positive or sufficient
