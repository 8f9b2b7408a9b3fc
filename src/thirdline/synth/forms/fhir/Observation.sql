-- Observation: What was measured and found?
--
-- Two codings where there is a LOINC code, one where there is none. A bound keeps its sign as a comparator; a decimal
-- comma is a point here, since a number of JSON has no other; what is no number is a string.
-- Reads: measurements, findings, patients, words
-- Nulls: left out of the line.
with read as (
    select
        m.*, w.name, w.loinc, regexp_extract(m.value, '^[<>]') as sign, try_cast(replace(ltrim(m.value, '<>'), ',', '.') as decimal(18, 4)) as amount
    from measurements m
    join words w on w.word = m.analyte
),
found as (
    select patient, concat(patient, '-', finding) as id, kind, found_on as day, value from findings
    union all
    select patient, concat(patient, '-heavy'), 'heavy chain', diagnosed_on, heavy_chain from patients where heavy_chain is not null
    union all
    select patient, concat(patient, '-light'), 'light chain', diagnosed_on, light_chain from patients where light_chain is not null
)
select
    'Observation' as "resourceType", concat(patient, '-', measurement) as id, 'final' as status,
    {
        'coding': list_filter(
            [
                {'system': 'http://loinc.org', 'code': loinc},
                {'system': 'https://thirdline.example/analyte', 'code': analyte}
            ], lambda each: each.code is not null
        ),
        'text': name
    } as code,
    {'reference': concat('Patient/', patient)} as subject,
    measured_on as "effectiveDateTime",
    case when amount is not null then {
        'value': amount, 'comparator': nullif(sign, ''), 'unit': unit,
        'system': case when ascii_only then 'http://unitsofmeasure.org' end, 'code': case when ascii_only then unit end
    } end as "valueQuantity",
    null as "valueCodeableConcept",
    case when amount is null then value end as "valueString",
    case when coalesce(lower_normal, upper_normal) is not null then [json_merge_patch('{}', to_json({
        'low': case when lower_normal is not null then {'value': try_cast(lower_normal as decimal(18, 4)), 'unit': unit} end,
        'high': case when upper_normal is not null then {'value': try_cast(upper_normal as decimal(18, 4)), 'unit': unit} end
    }))] end as "referenceRange"
from (select *, regexp_full_match(unit, '[ -~]+') as ascii_only from read)
union all
select
    'Observation', id, 'final',
    {
        'coding': list_filter(
            [
                {'system': 'http://loinc.org', 'code': w.loinc},
                {'system': 'https://thirdline.example/finding', 'code': f.kind}
            ], lambda each: each.code is not null
        ),
        'text': coalesce(w.name, f.kind)
    },
    {'reference': concat('Patient/', f.patient)}, f.day, null, {'text': f.value}, null, null
from found f
left join words w on w.word = f.kind
