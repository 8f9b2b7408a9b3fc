-- issues: What could not be used as found, and what was done with it?
--
-- Every row of the record stands in its table or is named here with the reason why it was left out.
-- Reads: named_rows
-- Nulls: patient where the row names none; found where nothing was there.
select patient, row, unnest(problems, recursive := false) as it from named_rows where len(problems) > 0
union all
select patient, row, issue('row', concat('copy ', nth_copy), 'duplicate', 'merged')
from (select patient, row, unnest(range(2, copies + 1)) as nth_copy from named_rows where copies > 1)
union all
select patient, row, issue('row', base, 'repeated_id', row) from named_rows where given and nth > 1 and not left_out
