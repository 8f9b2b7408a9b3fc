-- procedure: What was done to the patient, and when?
--
-- A procedure over several days stands on its first.
-- Reads: resources
-- Nulls: what is not recorded.
select
    file, line, "resourceType" as kind, id,
    coalesce(status_refused('status', status), modifier_refused("modifierExtension")) as refused,
    patient_of(subject.reference) as patient,
    concept_text(code) as code,
    coalesce("performedDateTime", "performedPeriod"."start") as performed_on
from resources
