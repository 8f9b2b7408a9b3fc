-- observation: What was seen, in each Observation?
--
-- It stands as a row of its own when it has a value, or holds nothing else that has one. Instead of a number stands what
-- is said in its place.
-- Reads: resources
-- Nulls: what is not recorded.
with valued as (
    select
        *,
        coalesce(
            number_text("valueQuantity"), nullif("valueString", ''), "valueInteger", "valueBoolean", "valueDateTime",
            "valueTime",
            both_ends('..', "valueRange"->>'$.low.value', "valueRange"->>'$.high.value'),
            both_ends(':', "valueRatio"->>'$.numerator.value', "valueRatio"->>'$.denominator.value'),
            both_ends('/', "valuePeriod"->>'$.start', "valuePeriod"->>'$.end'),
            case when "valueSampledData" is not null then 'sampled data' end
        ) as "value",
        unit_of("valueQuantity") as unit,
        normal_range("referenceRange") as normal
    from resources
)

select
    file, line, "of", "resourceType" as kind, id,
    coalesce(status_refused('status', status), modifier_refused("modifierExtension")) as refused,
    patient_of(subject.reference) as patient,
    coalesce("value", "valueQuantity".unit, "valueQuantity".code) is not null or "valueCodeableConcept" is not null
        or "dataAbsentReason" is not null or (coalesce(len(component), 0) = 0 and "hasMember" is null) as stands,
    coalesce(
        "effectiveDateTime", "effectiveInstant", "effectivePeriod"."start", "effectiveTiming".event[1]
    ) as observed_on,
    concept_text(code) as code,
    concept_text(method) as method,
    "valueQuantity" is not null as quantity,
    "value",
    concept_text("valueCodeableConcept") as concept,
    concept_text("dataAbsentReason") as absent,
    unit,
    limit_text(normal.low, unit) as low,
    limit_text(normal.high, unit) as high,
    coalesce(focus[1].reference, focus[1].display) as lesion,
    cast("bodySite" as varchar) as body_site,
    component, contained
from valued
