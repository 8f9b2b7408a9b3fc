-- found_findings: Which Observations, components or reports say a finding's word?
--
-- Those whose code is a finding's, and those whose code is nobody's and that hold no quantity.
-- Reads: fhir_observations, fhir_codes, fhir_values, fhir_meanings
-- Nulls: what is not recorded.
select
    o.patient, o.id as finding, c.finding_says as kind, o.observed_on as found_on,
    coalesce(v.says, 'data absent: ' || a.says) as "value"
from fhir_observations o
left join fhir_codes c on c.code = o.code
left join fhir_values v
    on v.kind is not distinct from c.finding and v.concept is not distinct from o.concept and v."value" is not distinct from o."value"
left join fhir_meanings a on a.list = 'label' and a.concept = o.absent
where o.refused is null and o.stands and table_for(c, o) = 'findings'
