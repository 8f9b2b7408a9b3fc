-- drug_exposure: Which drugs were given, from when to when?
--
-- Reads: exposures, drugs
-- Nulls: no end where none is recorded.
select
    row_number() over (order by e.patient, e.started_on, e.drug, e.ended_on) as drug_exposure_id,
    person_of(e.patient) as person_id,
    cast(coalesce(d.omop, '0') as integer) as drug_concept_id,
    e.started_on as drug_exposure_start_date, e.ended_on as drug_exposure_end_date, from_record() as drug_type_concept_id,
    e.stopped_because as stop_reason, e.drug as drug_source_value, e.route as route_source_value
from exposures e
left join drugs d on d.drug = e.drug
