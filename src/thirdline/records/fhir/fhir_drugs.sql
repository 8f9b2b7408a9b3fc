-- fhir_drugs: Which drug is each order, administration, statement or dispense of?
--
-- As named in itself, in what it contains, in the Medication it refers to, or as it names that reference.
-- Reads: fhir_given, fhir_medications, fhir_meanings
-- Nulls: means where the drug is not known; says where it is not named.
select g.rowid as row, m.means, m.says
from fhir_given g
left join (select id, min(code) as code from fhir_medications where refused is null group by id) r on r.id = g.medication
left join fhir_meanings m on m.list = 'drug' and m.concept = coalesce(g.drug, r.code, g.named)
where g.refused is null
