-- partial_dates: Of which rows are only year and month known?
--
-- Reads: exposures, measurements
-- Nulls: none.
select 'measurements' as "table", patient, row, 'measured_on' as "column", measured_on as was, left(measured_on, 7) as became
from measurements
where met(patient, row)
union all
select 'exposures', patient, row, 'started_on', started_on, left(started_on, 7)
from exposures
where met(patient, row)
