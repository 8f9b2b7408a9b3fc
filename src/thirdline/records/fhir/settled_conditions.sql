-- settled_conditions: What became of each Condition?
--
-- It is used when it names a diagnosis of a patient of the record.
-- Reads: fhir_conditions, fhir_meanings, fhir_patients
-- Nulls: settled where it is used.
select
    c.file, c.line, c.kind, c.id, c.patient,
    case when c.refused is not null then c.refused
         when m.means is null then set_aside('unmapped_code', 'code', m.says)
         when c.patient is null then set_aside('missing_patient', 'subject', null)
         when c.patient not in (select patient from fhir_patients where refused is null)
         then set_aside('unknown_patient', 'subject', c.patient) end as settled
from fhir_conditions c
left join fhir_meanings m on m.list = 'diagnosis' and m.concept = c.code
