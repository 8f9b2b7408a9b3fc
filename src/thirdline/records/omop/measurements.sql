-- measurements: Which quantities does the database hold, each with its unit, sign and normal range as written?
--
-- The value and its unit are those of the model. Where it holds no number, the verbatim value stands with the verbatim
-- unit; a unit that is not there is that of the site's mapping file. A sign of the verbatim value that the conversion
-- dropped (`<0.1` kept as 0.1) is put back: a bound is no value.
-- Reads: omop_measurement, omop_observation, omop_meanings, omop_units, omop_answers, omop_comparators
-- Nulls: as found.
with quantities as (
    select
        'measurement' as kind, concat('measurement/', measurement_id) as id, person_id,
        nullif(measurement_concept_id, '0') as concept, nullif(measurement_source_concept_id, '0') as source_concept,
        measurement_source_value as source, coalesce(measurement_date, measurement_datetime) as on_day,
        nullif(operator_concept_id, '0') as operator, value_as_number, nullif(value_as_concept_id, '0') as answer_concept,
        cast(null as varchar) as value_as_string, unit_concept_id, unit_source_value, value_source_value,
        range_low, range_high
    from omop_measurement
    union all
    select
        'observation', concat('observation/', observation_id), person_id,
        nullif(observation_concept_id, '0'), nullif(observation_source_concept_id, '0'),
        observation_source_value, coalesce(observation_date, observation_datetime),
        null, value_as_number, nullif(value_as_concept_id, '0'),
        value_as_string, unit_concept_id, unit_source_value, value_source_value, null, null
    from omop_observation
)

select
    q.person_id as patient, q.id as measurement, m.word as analyte, q.on_day as measured_on,
    case
        when q.value_as_number is null then coalesce(q.value_source_value, q.value_as_string, a.answer)
        when q.operator is not null then concat(coalesce(nullif(c.sign, ''), case when c.sign is null then '? ' end), q.value_as_number)
        else concat(regexp_extract(q.value_source_value, '^\s*(<=|>=|<|>|≤|≥|~)', 1), q.value_as_number)
    end as value,
    coalesce(case when q.value_as_number is null then q.unit_source_value end, u.unit, m.unit) as unit,
    q.range_low as lower_normal, q.range_high as upper_normal
from quantities q
join omop_meanings m
  on m.kind = q.kind and m.list = 'analyte' and m.word is not null
 and m.concept is not distinct from q.concept
 and m.source_concept is not distinct from q.source_concept
 and m.source is not distinct from q.source
left join omop_units u
  on u.concept is not distinct from q.unit_concept_id and u.source is not distinct from q.unit_source_value
left join omop_answers a on a.concept = q.answer_concept
left join omop_comparators c on c.concept = q.operator
