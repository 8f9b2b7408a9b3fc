-- diagnostic_report: What does each DiagnosticReport conclude by a code?
--
-- Its results are Observations and are read as such; the report itself has a value only where it has one conclusion.
-- Reads: resources
-- Nulls: what is not recorded.
select
    file, line, "resourceType" as kind, id,
    coalesce(status_refused('status', status), modifier_refused("modifierExtension")) as refused,
    patient_of(subject.reference) as patient,
    false as quantity, len("conclusionCode") = 1 as stands,
    coalesce("effectiveDateTime", "effectiveInstant", "effectivePeriod"."start") as observed_on,
    concept_text(code) as code,
    concept_text("conclusionCode"[1]) as concept,
    contained
from resources
