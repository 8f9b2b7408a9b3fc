-- duplicates: Which rows stand twice, alike in every cell?
--
-- Reads: measurements
-- Nulls: as they are.
select * from measurements where met(patient, row)
