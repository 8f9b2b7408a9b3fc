-- condition: Which disease does each Condition name, and since when?
--
-- The day of diagnosis is the day it was asserted, else began, else was recorded.
-- Reads: resources
-- Nulls: what is not recorded.
select
    file, line, "resourceType" as kind, id,
    coalesce(
        verification_refused(list_filter("verificationStatus".coding, lambda each: each.code <> 'confirmed')[1].code),
        modifier_refused("modifierExtension")
    ) as refused,
    patient_of(subject.reference) as patient,
    concept_text(code) as code,
    list_filter(
        extension, lambda each: each.url = 'http://hl7.org/fhir/StructureDefinition/condition-assertedDate'
    )[1]."valueDateTime" as asserted_on,
    coalesce("onsetDateTime", "onsetPeriod"."start") as onset_on,
    "recordedDate" as recorded_on
from resources
