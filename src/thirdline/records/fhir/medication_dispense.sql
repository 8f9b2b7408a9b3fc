-- medication_dispense: Which drug was handed out, for which days?
--
-- From the day it was handed over, else prepared, for as many days as the supply is said to last.
-- Reads: resources
-- Nulls: what is not recorded; no supply in days, no end.
select
    file, line, "resourceType" as kind, id,
    coalesce(status_refused('status', status), modifier_refused("modifierExtension")) as refused,
    patient_of(subject.reference) as patient,
    coalesce(
        concept_text("medicationCodeableConcept"), contained_code(contained, "medicationReference".reference)
    ) as drug,
    id_in("medicationReference".reference, 'Medication') as medication,
    display_concept("medicationReference".display) as named,
    coalesce("whenHandedOver", "whenPrepared") as started_on,
    last_day(coalesce("whenHandedOver", "whenPrepared"), "daysSupply") as ended_on,
    "dosageInstruction"[1]."doseAndRate"[1]."doseQuantity"."value" as amount,
    unit_of("dosageInstruction"[1]."doseAndRate"[1]."doseQuantity") as unit,
    concept_text("dosageInstruction"[1].route) as route,
    concept_text("statusReasonCodeableConcept") as reason
from resources
