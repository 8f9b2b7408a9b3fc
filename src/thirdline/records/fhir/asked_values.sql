-- asked_values: Which distinct values has each kind of finding?
--
-- Reads: fhir_observations, fhir_codes
-- Nulls: the kind that nobody knows; concept or value where there is the other, or neither.
select distinct coalesce(c.chain, c.finding) as kind, o.concept, o."value"
from fhir_observations o
left join fhir_codes c on c.code = o.code
where o.refused is null and o.stands and table_for(c, o) in ('findings', 'patients')
