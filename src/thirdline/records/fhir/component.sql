-- component: Which Observations stand in the components of another?
--
-- Each is named `<observation>/<number>`, and shares the Observation's patient, day and method.
-- Reads: fhir_observations
-- Nulls: no id where the Observation has none.
select
    file, line, coalesce("of", row) as "of", kind as "resourceType", id || '/' || n as id,
    struct_pack(reference := 'Patient/' || patient, display := null) as subject,
    observed_on as "effectiveDateTime", method, unnest(it),
    $absent
from (
    select
        rowid as row, file, line, "of", kind, id, patient, observed_on, from_json(method, $concept) as method,
        unnest(component) as it, generate_subscripts(component, 1) as n
    from fhir_observations
    where component is not null and refused is null
)
