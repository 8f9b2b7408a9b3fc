-- condition_occurrence: Which disease has each person, since when?
--
-- Reads: patients, concepts
-- Nulls: none.
select
    person_of(p.patient) as condition_occurrence_id, person_of(p.patient) as person_id,
    cast(coalesce(c.concept, '0') as integer) as condition_concept_id,
    try_cast(p.diagnosed_on as date) as condition_start_date, from_record() as condition_type_concept_id,
    p.diagnosis as condition_source_value
from patients p
left join concepts c on c.list = 'diagnosis' and c.word = p.diagnosis
where p.diagnosis is not null
