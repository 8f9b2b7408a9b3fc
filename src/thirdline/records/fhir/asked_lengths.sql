-- asked_lengths: Which distinct lengths have lesions?
--
-- Reads: fhir_observations, fhir_codes
-- Nulls: what is not recorded.
select distinct o."value", o.unit
from fhir_observations o
join fhir_codes c on c.code = o.code
where o.refused is null and o.stands and table_for(c, o) = 'lesions'
