-- medication_request: Which drug was ordered, for which days?
--
-- An order counts from the start of its period, else from the day it was written.
-- Reads: resources
-- Nulls: what is not recorded; no end of the period, no end.
select
    file, line, "resourceType" as kind, id,
    coalesce(
        status_refused('status', status), intent_refused(intent, "doNotPerform"), modifier_refused("modifierExtension")
    ) as refused,
    patient_of(subject.reference) as patient,
    coalesce(
        concept_text("medicationCodeableConcept"), contained_code(contained, "medicationReference".reference)
    ) as drug,
    id_in("medicationReference".reference, 'Medication') as medication,
    display_concept("medicationReference".display) as named,
    coalesce("dosageInstruction"[1].timing.repeat."boundsPeriod"."start", "authoredOn") as started_on,
    "dosageInstruction"[1].timing.repeat."boundsPeriod"."end" as ended_on,
    "dosageInstruction"[1]."doseAndRate"[1]."doseQuantity"."value" as amount,
    unit_of("dosageInstruction"[1]."doseAndRate"[1]."doseQuantity") as unit,
    concept_text("dosageInstruction"[1].route) as route,
    concept_text("statusReason") as reason
from resources
