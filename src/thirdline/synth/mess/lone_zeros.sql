-- lone_zeros: Which paraproteins that were not read were stored as zero?
--
-- Reads: measurements
-- Nulls: none.
select 'measurements' as "table", patient, row, 'value' as "column", value as was, '0' as became
from measurements
where analyte in ('serum_m_protein', 'urine_m_protein') and cast(value as decimal(18, 4)) > 0 and met(patient, row)
