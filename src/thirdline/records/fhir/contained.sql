-- contained: Which Observations stand inside a report or another Observation?
--
-- Each is named `<container>#<id>`, and belongs to the container's patient when it names none.
-- Reads: fhir_observations
-- Nulls: no id where neither has one.
select
    file, line, "of",
    it.* replace (
        concat(container, '#', it.id) as id,
        coalesce(it.subject, struct_pack(reference := concat('Patient/', whose), display := null)) as subject,
        cast(null as json[]) as contained
    )
from (
    select
        file, line, rowid as "of", id as container, patient as whose,
        unnest(from_json(
            to_json(list_filter(contained, lambda each: each->>'$.resourceType' = 'Observation')), $observation
        )) as it
    from fhir_observations
    where contained is not null and refused is null
)
