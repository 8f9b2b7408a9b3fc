-- unit_slips: Which values were written in another unit than the one beside them?
--
-- A paraprotein or a light chain read per decilitre and labelled per litre: a tenth of what it was.
-- Reads: measurements
-- Nulls: none.
select 'measurements' as "table", patient, row, 'value' as "column", value as was,
    times(value, 0.1) as became
from measurements
where analyte in ('serum_m_protein', 'kappa_flc', 'lambda_flc') and cast(value as decimal(18, 4)) > 0 and met(patient, row)
