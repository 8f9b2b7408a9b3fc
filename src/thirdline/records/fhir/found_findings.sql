-- found_findings: Which Observations, components or reports say a finding's word?
--
-- Those whose code is a finding's, and those whose code is nobody's and that hold no quantity. A finding that says the same
-- as another, under another name, makes a row of each.
-- Reads: fhir_observations, fhir_codes, fhir_values, fhir_meanings
-- Nulls: what is not recorded.
with said as (
    select
        o.patient, o.id, c.finding_says as kind, o.observed_on, coalesce(v.says, 'data absent: ' || a.says) as "value",
        v.other_kind, v.other_value
    from fhir_observations o
    left join fhir_codes c on c.code = o.code
    left join fhir_values v
        on v.kind is not distinct from c.finding and v.concept is not distinct from o.concept
       and v."value" is not distinct from o."value"
    left join fhir_meanings a on a.list = 'label' and a.concept = o.absent
    where o.refused is null and o.stands and table_for(c, o) = 'findings'
)

select patient, id as finding, kind, observed_on as found_on, "value"
from said
union all
select patient, id || '/' || other_kind, other_kind, observed_on, other_value
from said
where other_kind is not null
