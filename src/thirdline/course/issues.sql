-- issues: What in the record could not be used as found, and what was done with it?
--
-- What the reading of the record set aside, and the zeros between positive values that the course does not use.
-- Reads: record_issues, suspect_values
-- Empty unless one of: record_issues, suspect_values
-- Nulls: an issue that concerns no one patient has no patient.
select patient, "table", row, "column", found, problem, treated_as from record_issues
union all
select patient, 'measurements' as "table", replace(rows_read, row_ref('measurements', ''), '') as row, 'value' as "column", '0' as found,
    'suspect_zero' as problem, 'not used' as treated_as
from suspect_values
