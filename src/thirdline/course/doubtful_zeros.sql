-- doubtful_zeros: Which zeros of an M-protein does no immunofixation of the same day vouch for?
--
-- An immunofixation, whatever it found, says that a sample was read.
-- Reads: marker_series, findings
-- Empty without: marker_series
-- Nulls: an immunofixation without a result does not vouch.
select z.patient, z.marker, z.assessed_on, z.rows_read
from marker_series z
left join findings f
  on f.patient = z.patient and f.found_on = z.assessed_on and f.value is not null
 and f.kind = case z.marker when 'serum_m_protein' then 'serum_immunofixation' else 'urine_immunofixation' end
where z.value = 0 and z.marker in ('serum_m_protein', 'urine_m_protein') and f.patient is null
