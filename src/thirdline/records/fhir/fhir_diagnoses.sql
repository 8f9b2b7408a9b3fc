-- fhir_diagnoses: Which diagnoses has each patient, and since when?
--
-- A disease that is recorded again and again (at each visit, in each problem list) is diagnosed once: on the first day
-- it was asserted, else began, else was recorded.
-- Reads: fhir_conditions, fhir_meanings
-- Nulls: the day where none is recorded; chains where the diagnosis does not name them.
select
    c.patient, m.means as diagnosis,
    coalesce(min(c.asserted_on), min(c.onset_on), min(c.recorded_on)) as diagnosed_on,
    min(h.means) as heavy_chain, min(l.means) as light_chain
from fhir_conditions c
join fhir_meanings m on m.list = 'diagnosis' and m.concept = c.code and m.means is not null
left join fhir_meanings h on h.list = 'heavy_chain' and h.concept = c.code
left join fhir_meanings l on l.list = 'light_chain' and l.concept = c.code
where c.refused is null
group by c.patient, m.means
