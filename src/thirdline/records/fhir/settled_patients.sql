-- settled_patients: What became of each Patient?
--
-- Reads: fhir_patients
-- Nulls: settled where it is used.
select file, line, kind, id, patient, refused as settled from fhir_patients
