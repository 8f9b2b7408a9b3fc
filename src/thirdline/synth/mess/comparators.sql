-- comparators: Which paraproteins below detection were written as less than its limit?
--
-- Reads: measurements, detected
-- Nulls: none.
select 'measurements' as "table", m.patient, m.row, 'value' as "column", m.value as was, '<' || d.at_least as became
from measurements m
join detected d on d.analyte = m.analyte
where try_cast(m.value as decimal(18, 4)) = 0 and met(m.patient, m.row)
