-- settled_adverse_events: What became of each AdverseEvent?
--
-- Reads: fhir_adverse_events
-- Nulls: settled where it is used.
select file, line, kind, id, patient, refused as settled from fhir_adverse_events
