-- settled_medications: What became of each Medication?
--
-- It is used by what refers to it.
-- Reads: fhir_medications, fhir_given
-- Nulls: settled where it is used.
select
    m.file, m.line, m.kind, m.id, cast(null as varchar) as patient,
    case when m.refused is not null then m.refused
         when g.medication is null then set_aside('not_referred_to', 'reference', null) end as settled
from fhir_medications m
left join (select distinct medication from fhir_given) g on g.medication = m.id
