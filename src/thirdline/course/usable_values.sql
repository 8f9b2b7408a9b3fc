-- usable_values: Which values of each marker are used, and what came after each?
--
-- Every day's value but the suspect zeros. The next value is the next usable one of the same marker, in whatever line,
-- for confirmation.
-- Reads: marker_series, suspect_values
-- Empty without: marker_series
-- Nulls: no later value, no next value.
select s.patient, s.marker, s.assessed_on, s.value, s.level, s.n_lesions, s.rows_read,
    lead(s.value) over (partition by s.patient, s.marker order by s.assessed_on asc nulls last) as next_value,
    lead(s.assessed_on) over (partition by s.patient, s.marker order by s.assessed_on asc nulls last) as next_on
from marker_series s
left join suspect_values x on x.patient = s.patient and x.marker = s.marker and x.assessed_on = s.assessed_on
where x.patient is null
