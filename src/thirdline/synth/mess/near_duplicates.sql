-- near_duplicates: Which values were entered again under the next day?
--
-- Reads: measurements
-- Nulls: as they are.
select * replace (
    concat(measurement, '-again') as measurement,
    concat(row, '-again') as row,
    cast(cast(measured_on as date) + 1 as varchar) as measured_on
)
from measurements
where met(patient, row)
