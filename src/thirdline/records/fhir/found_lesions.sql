-- found_lesions: How large is each lesion that an Observation measures?
--
-- A lesion goes by what the Observation is about (its focus). Only dimensions that are said to be the longest, or
-- perpendicular to it, are taken: an additional dimension need be neither.
-- Reads: fhir_observations, fhir_codes, fhir_lengths, fhir_meanings
-- Nulls: the lesion where the Observation does not name it; its newness.
with measured as (
    select
        coalesce(o."of", o.rowid) as resource, o.patient, o.observed_on, c.lesion as measure, l.says as mm
    from fhir_observations o
    join fhir_codes c on c.code = o.code
    left join fhir_lengths l on l."value" is not distinct from o."value" and l.unit is not distinct from o.unit
    where o.refused is null and o.stands and table_for(c, o) = 'lesions'
),

longest as (
    select *, row_number() over (partition by resource order by mm nulls last) as nth
    from measured
    where measure = 'longest_mm'
),

perpendicular as (
    select resource, mm, row_number() over (partition by resource order by mm nulls last) as nth
    from measured
    where measure = 'perpendicular_mm'
)

select
    l.patient, o.lesion, l.observed_on as measured_on, k.means as kind, l.mm as longest_mm, p.mm as perpendicular_mm,
    cast(null as varchar) as is_new
from longest l
join fhir_observations o on o.rowid = l.resource
left join perpendicular p on p.resource = l.resource and p.nth = l.nth
left join fhir_meanings k on k.list = 'lesion_kind' and k.concept = o.body_site
