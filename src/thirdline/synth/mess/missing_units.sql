-- missing_units: Which values stand without their unit?
--
-- Reads: measurements
-- Nulls: the unit becomes null.
select 'measurements' as "table", patient, row, 'unit' as "column", unit as was, null as became
from measurements
where unit is not null and met(patient, row)
