-- medication_statement: Which drug is said to be taken, over which days?
--
-- Taken over the period; from the day said where there is only a day.
-- Reads: resources
-- Nulls: what is not recorded; no end of the period, no end.
select
    file, line, "resourceType" as kind, id,
    coalesce(status_refused('status', status), modifier_refused("modifierExtension")) as refused,
    patient_of(subject.reference) as patient,
    coalesce(
        concept_text("medicationCodeableConcept"), contained_code(contained, "medicationReference".reference)
    ) as drug,
    id_in("medicationReference".reference, 'Medication') as medication,
    display_concept("medicationReference".display) as named,
    coalesce("effectiveDateTime", "effectivePeriod"."start") as started_on,
    "effectivePeriod"."end" as ended_on,
    dosage[1]."doseAndRate"[1]."doseQuantity"."value" as amount,
    unit_of(dosage[1]."doseAndRate"[1]."doseQuantity") as unit,
    concept_text(dosage[1].route) as route,
    concept_text("statusReason"[1]) as reason
from resources
