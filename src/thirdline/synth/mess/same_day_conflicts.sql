-- same_day_conflicts: Beside which values does another of the same day and analyte stand?
--
-- The other is half as much again, and one unit more.
-- Reads: measurements
-- Nulls: as they are.
select * replace (
    concat(measurement, '-other') as measurement,
    concat(row, '-other') as row,
    cast(cast(value as decimal(18, 4)) * 1.5 + 1 as varchar) as value
)
from measurements
where met(patient, row)
