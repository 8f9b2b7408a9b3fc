-- observation: What was found?
--
-- Reads: findings, words, concepts
-- Nulls: an answer that has no concept is text.
select
    row_number() over (order by f.patient, f.found_on, f.finding, f.value) as observation_id,
    person_of(f.patient) as person_id,
    cast(coalesce(c.concept, '0') as integer) as observation_concept_id,
    f.found_on as observation_date, from_record() as observation_type_concept_id,
    f.value as value_as_string, cast(a.concept as integer) as value_as_concept_id,
    coalesce(w.loinc, f.kind) as observation_source_value
from findings f
left join words w on w.word = f.kind
left join concepts c on c.list = 'observation' and c.word = f.kind
left join concepts a on a.list = 'answer' and a.word = f.value
