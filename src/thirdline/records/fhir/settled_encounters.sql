-- settled_encounters: What became of each Encounter?
--
-- It is used when it tells a day on which a patient of the record was seen.
-- Reads: fhir_encounters, fhir_patients
-- Nulls: settled where it is used.
select
    e.file, e.line, e.kind, e.id, e.patient,
    case when e.refused is not null then e.refused
         when e.patient is null then set_aside('missing_patient', 'subject', null)
         when e.patient not in (select patient from fhir_patients where refused is null)
         then set_aside('unknown_patient', 'subject', e.patient)
         when e.seen_on is null then set_aside('missing_date', 'period', null) end as settled
from fhir_encounters e
