-- medication_administration: Which drug was given, over which days?
--
-- Given over the period, or on the one day.
-- Reads: resources
-- Nulls: what is not recorded.
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
    coalesce("effectivePeriod"."end", "effectiveDateTime") as ended_on,
    dosage.dose."value" as amount,
    unit_of(dosage.dose) as unit,
    concept_text(dosage.route) as route,
    concept_text("statusReason"[1]) as reason
from resources
