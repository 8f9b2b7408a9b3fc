-- marker_values: Which usable value of each marker belongs to which line?
--
-- A value judges the line that had opened before that day; on the opening day of a line it still judges the line
-- before. The next value is the next of the same marker, in this line or after it.
-- Reads: usable_values, line_spans
-- Empty without: usable_values, line_spans
-- Nulls: no later value, no next value.
select u.patient, s.line, u.marker, u.assessed_on, u.value, u.n_lesions, u.rows_read, u.next_value, u.next_on
from usable_values u
join line_spans s
  on s.patient = u.patient and u.assessed_on > s.started_on
 and (s.next_started_on is null or u.assessed_on <= s.next_started_on)
