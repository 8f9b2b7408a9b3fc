-- outcome_spans: From which day is each line, and the whole course from diagnosis, followed?
--
-- Each line from the day it opens; as line 0 the course from the day of diagnosis, which the first line follows.
-- Reads: line_spans, last_dates, patients
-- Nulls: no next line, no next opening; a patient without a day of diagnosis has no line 0.
select patient, line, started_on, next_started_on, last_on, row_ref('lines', patient || '/' || cast(line as string)) as because
from line_spans
union all
select p.patient, 0 as line, p.diagnosed_on as started_on, f.started_on as next_started_on, d.last_on,
    row_ref('patients', p.patient) as because
from patients p
join last_dates d on d.patient = p.patient
left join line_spans f on f.patient = p.patient and f.line = 1
where p.diagnosed_on is not null
