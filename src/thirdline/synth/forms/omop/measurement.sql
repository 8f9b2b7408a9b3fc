-- measurement: What was measured?
--
-- By concept where knowledge has one, else by LOINC code or the analyte's word as the source value. A bound has its
-- operator; the text of the value is kept.
-- Reads: measurements, words, concepts
-- Nulls: a number that is none; a date that is not whole.
select
    row_number() over (order by m.patient, m.measured_on, m.measurement, m.value) as measurement_id,
    person_of(m.patient) as person_id,
    cast(coalesce(c.concept, '0') as integer) as measurement_concept_id,
    m.measured_on as measurement_date, from_record() as measurement_type_concept_id,
    cast(o.concept as integer) as operator_concept_id,
    try_cast(ltrim(m.value, '<>') as decimal(18, 4)) as value_as_number,
    cast(coalesce(u.concept, '0') as integer) as unit_concept_id,
    try_cast(m.lower_normal as decimal(18, 4)) as range_low, try_cast(m.upper_normal as decimal(18, 4)) as range_high,
    coalesce(w.loinc, m.analyte) as measurement_source_value, m.unit as unit_source_value, m.value as value_source_value
from measurements m
join words w on w.word = m.analyte
left join concepts c on c.list = 'observation' and c.word = m.analyte
left join concepts u on u.list = 'unit' and u.word = m.unit
left join concepts o on o.list = 'comparator' and o.word = nullif(regexp_extract(m.value, '^[<>]'), '')
