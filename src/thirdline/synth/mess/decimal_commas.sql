-- decimal_commas: Which numbers were written with a comma?
--
-- Reads: measurements
-- Nulls: none.
select 'measurements' as "table", patient, row, 'value' as "column", value as was,
    replace(cast(cast(value as decimal(18, 1)) as varchar), '.', ',') as became
from measurements
where try_cast(value as decimal(18, 4)) = try_cast(value as decimal(18, 1)) and met(patient, row)
