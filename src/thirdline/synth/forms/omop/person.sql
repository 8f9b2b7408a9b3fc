-- person: Who is each person?
--
-- The number of a person is that of the patient's id.
-- Reads: patients, concepts
-- Nulls: as in the record; concept 0 where there is none.
select
    person_of(p.patient) as person_id,
    cast(coalesce(s.concept, '0') as integer) as gender_concept_id,
    cast(left(p.born_on, 4) as integer) as year_of_birth,
    cast(substr(p.born_on, 6, 2) as integer) as month_of_birth,
    cast(substr(p.born_on, 9, 2) as integer) as day_of_birth,
    0 as race_concept_id, 0 as ethnicity_concept_id,
    cast(regexp_extract(p.centre, '\d+') as bigint) as care_site_id,
    p.patient as person_source_value, p.sex as gender_source_value
from patients p
left join concepts s on s.list = 'sex' and s.word = p.sex
