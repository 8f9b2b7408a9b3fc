-- found_measurements: Which Observations, or components of them, are quantities of an analyte?
--
-- Those whose code is an analyte's, and those with a quantity whose code is nobody's. What is said instead of a number
-- is handed on as said; a reason why there is no value is marked as one.
-- Reads: fhir_observations, fhir_codes, fhir_meanings
-- Nulls: what is not recorded.
select
    o.patient, o.id as measurement, c.analyte_says as analyte, o.observed_on as measured_on,
    coalesce(o."value", v.says, 'data absent: ' || a.says) as "value",
    coalesce(o.unit, c.site_unit) as unit, o.low as lower_normal, o.high as upper_normal, m.says as method
from fhir_observations o
left join fhir_codes c on c.code = o.code
left join fhir_meanings v on v.list = 'label' and v.concept = o.concept
left join fhir_meanings a on a.list = 'label' and a.concept = o.absent
left join fhir_meanings m on m.list = 'label' and m.concept = o.method
where o.refused is null and o.stands and table_for(c, o) = 'measurements'
