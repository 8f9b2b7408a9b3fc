-- findings: Which findings does the database hold, and with what result?
--
-- A result is the concept of the value, else its text, else the number (as of a performance status). A condition that is
-- a finding here is present: it was diagnosed.
-- Reads: omop_measurement, omop_observation, omop_condition_occurrence, omop_meanings, omop_answers
-- Nulls: as found.
with observed as (
    select
        'measurement' as kind, concat('measurement/', measurement_id) as id, person_id,
        nullif(measurement_concept_id, '0') as concept, nullif(measurement_source_concept_id, '0') as source_concept,
        measurement_source_value as source, coalesce(measurement_date, measurement_datetime) as on_day,
        nullif(value_as_concept_id, '0') as answer_concept, value_source_value as text, value_as_number as number
    from omop_measurement
    union all
    select
        'observation', concat('observation/', observation_id), person_id,
        nullif(observation_concept_id, '0'), nullif(observation_source_concept_id, '0'),
        observation_source_value, coalesce(observation_date, observation_datetime),
        nullif(value_as_concept_id, '0'), coalesce(value_as_string, value_source_value), value_as_number
    from omop_observation
    union all
    select
        'condition_occurrence', concat('condition_occurrence/', condition_occurrence_id), person_id,
        nullif(condition_concept_id, '0'), nullif(condition_source_concept_id, '0'),
        condition_source_value, coalesce(condition_start_date, condition_start_datetime), null, 'present', null
    from omop_condition_occurrence
)

select
    o.person_id as patient, o.id as finding, m.word as kind, o.on_day as found_on,
    coalesce(a.answer, o.text, regexp_replace(o.number, '\.0*$', '')) as value
from observed o
join omop_meanings m
  on m.kind = o.kind and m.list = 'finding' and m.word is not null
 and m.concept is not distinct from o.concept
 and m.source_concept is not distinct from o.source_concept
 and m.source is not distinct from o.source
left join omop_answers a on a.concept = o.answer_concept
