-- response_outcomes: What was the best response of each line, those that could not be evaluated among them?
--
-- Every line that was opened, so that a share has all of them below it. The best confirmed category up to progression;
-- a deeper one that was seen once stands apart and does not count.
-- Reads: best_responses, categories, line_spans
-- Empty without: line_spans
-- Nulls: no day, nothing evaluable; no better category awaits confirmation, no unconfirmed.
select b.patient, b.line, b.best, c.depth, c.depth > 0 as evaluable, b.unconfirmed, b.achieved_on,
    days_between(s.started_on, b.achieved_on) as days, b.because
from best_responses b
join categories c on c.response = b.best
join line_spans s on s.patient = b.patient and s.line = b.line
