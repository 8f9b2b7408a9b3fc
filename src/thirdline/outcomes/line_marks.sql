-- line_marks: On which days of each line did its best response, progression, transplants and death fall?
--
-- The best confirmed response on the day first seen, with its depth; each confirmed progression on the day first seen;
-- each transplant; death, in the last line. What was only suspected or seen once is no mark.
-- Reads: response_outcomes, outcome_events, outcome_spans, given, categories
-- Nulls: only a response has a depth.
select b.patient, b.line, 'response' as mark, b.achieved_on as marked_on, b.depth, b.because
from response_outcomes b
join categories p on p.response = 'PD'
where b.achieved_on is not null and b.depth > p.depth
union all
select e.patient, e.line, e.event as mark, e.happened_on as marked_on, null as depth, e.because
from outcome_events e
join outcome_spans s on s.patient = e.patient and s.line = e.line
where e.line > 0 and (e.event = 'progression' or (e.event = 'death' and s.next_started_on is null))
union all
select patient, line, 'transplant' as mark, given_from as marked_on, null as depth,
    min(row_ref(record, row)) as because
from given
where part = 'transplant'
group by patient, line, given_from
