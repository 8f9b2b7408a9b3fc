-- found_patients: Who is the record about?
--
-- What Conditions, Observations and Encounters say of a patient is put into the patient's own row. Where they say
-- different things, the second and further ones make rows of their own, and so contradict it.
-- Reads: fhir_patients, fhir_diagnoses, fhir_observations, fhir_codes, fhir_values, fhir_encounters
-- Nulls: what is not recorded.
with chains as (
    select distinct o.patient, c.chain, v.says
    from fhir_observations o
    join fhir_codes c on c.code = o.code
    join fhir_values v
        on v.kind = c.chain and v.concept is not distinct from o.concept and v."value" is not distinct from o."value"
    where o.refused is null and o.stands and table_for(c, o) = 'patients'
    union
    select patient, 'heavy_chain', heavy_chain from fhir_diagnoses where heavy_chain is not null
    union
    select patient, 'light_chain', light_chain from fhir_diagnoses where light_chain is not null
),

said as (
    select patient, diagnosis, diagnosed_on, null as heavy_chain, null as light_chain, null as last_seen_on,
        row_number() over (partition by patient order by diagnosis) as nth
    from fhir_diagnoses
    union all
    select patient, null, null, case when chain = 'heavy_chain' then says end, case when chain = 'light_chain' then says end,
        null, row_number() over (partition by patient, chain order by says)
    from chains
    union all
    select patient, null, null, null, null, max(seen_on), 1 from fhir_encounters where refused is null group by patient
),

facts as (
    select patient, nth, min(diagnosis) as diagnosis, min(diagnosed_on) as diagnosed_on, min(heavy_chain) as heavy_chain,
        min(light_chain) as light_chain, min(last_seen_on) as last_seen_on
    from said
    group by patient, nth
)

select
    p.patient, p.born_on, p.sex, f.diagnosis, f.diagnosed_on, f.heavy_chain, f.light_chain, p.centre, p.died_on,
    f.last_seen_on
from fhir_patients p
left join facts f on f.patient = p.patient and f.nth = 1
where p.refused is null
union all
select f.patient, null, null, f.diagnosis, f.diagnosed_on, f.heavy_chain, f.light_chain, null, null, f.last_seen_on
from facts f
where f.nth > 1 and f.patient in (select patient from fhir_patients where refused is null)
