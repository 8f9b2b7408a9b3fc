-- found_events: What befell the patient?
--
-- Adverse events, and death where only the fact of it is known.
-- Reads: fhir_adverse_events, fhir_patients, fhir_meanings
-- Nulls: what is not recorded; the end, which an AdverseEvent does not tell.
select
    e.patient, m.says as event, e.started_on, cast(null as varchar) as ended_on,
    coalesce(g.says, 'severity ' || s.says) as grade, e.attributed_to
from fhir_adverse_events e
left join fhir_meanings m on m.list = 'label' and m.concept = e.code
left join fhir_meanings g on g.list = 'grade' and g.concept = e.grade
left join fhir_meanings s on s.list = 'label' and s.concept = e.severity
where e.refused is null
union all
select distinct patient, 'death', cast(null as varchar), null, null, null
from fhir_patients
where refused is null and died = 'true' and died_on is null
