-- found_procedures: Which procedures were performed?
--
-- Reads: fhir_procedures, fhir_meanings
-- Nulls: what is not recorded.
select p.patient, m.says as procedure, p.performed_on
from fhir_procedures p
left join fhir_meanings m on m.list = 'procedure' and m.concept = p.code
where p.refused is null
