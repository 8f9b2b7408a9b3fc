-- adverse_event: What befell the patient, when and how badly?
--
-- A grade is one of CTCAE, from its extension. FHIR's own severity (mild, moderate, severe) has three steps where CTCAE
-- has five: it is told, and read as no grade.
-- Reads: resources
-- Nulls: what is not recorded.
select
    file, line, "resourceType" as kind, id,
    coalesce(status_refused('actuality', actuality), modifier_refused("modifierExtension")) as refused,
    patient_of(subject.reference) as patient,
    concept_text(event) as code,
    coalesce(date, detected, "recordedDate") as started_on,
    concept_text(
        list_filter(extension, lambda each: ends_with(each.url, 'ctcae-grade'))[1]."valueCodeableConcept"
    ) as grade,
    concept_text(severity) as severity,
    coalesce("suspectEntity"[1].instance.display, "suspectEntity"[1].instance.reference) as attributed_to
from resources
