-- marker_values: Which usable value of each marker belongs to which line, and what came after it?
--
-- A value judges the line that had opened before that day; on the opening day of a line it still judges the line
-- before. The next value is the next of the same marker, in this line or after it, for confirmation.
-- Reads: marker_series, suspect_values, line_spans
-- Empty without: marker_series, line_spans
-- Nulls: no later value, no next value.
with usable as (
    select s.patient, s.marker, s.assessed_on, s.value, s.level, s.n_lesions, s.rows_read,
        lead(s.value) over (
            partition by s.patient, s.marker order by s.assessed_on asc nulls last, s.rows_read asc nulls last
        ) as next_value,
        lead(s.assessed_on) over (
            partition by s.patient, s.marker order by s.assessed_on asc nulls last, s.rows_read asc nulls last
        ) as next_on,
        lead(s.rows_read) over (
            partition by s.patient, s.marker order by s.assessed_on asc nulls last, s.rows_read asc nulls last
        ) as next_rows
    from marker_series s
    left join suspect_values x on x.patient = s.patient and x.marker = s.marker and x.assessed_on = s.assessed_on
    where x.patient is null
)
select u.*, s.line, s.started_on as line_started_on
from usable u
join line_spans s
  on s.patient = u.patient and u.assessed_on > s.started_on
 and (s.next_started_on is null or u.assessed_on <= s.next_started_on)
