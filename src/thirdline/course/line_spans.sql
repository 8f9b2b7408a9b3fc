-- line_spans: From which day to which does each line reach?
--
-- A line reaches from the day it opens to the day the next one opens, or, for the last, to the end of the record.
-- An assessment on the opening day of the next line still judges the line before it.
-- Reads: line_openings, last_dates
-- Empty without: line_openings
-- Nulls: no next line, no next opening.
select
    o.patient, o.line, o.started_on,
    lead(o.started_on) over (partition by o.patient order by o.line asc nulls last) as next_started_on,
    l.last_on
from line_openings o
join last_dates l on l.patient = o.patient
