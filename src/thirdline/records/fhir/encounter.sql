-- encounter: On which day was the patient last seen in each Encounter?
--
-- Its last day, else its first.
-- Reads: resources
-- Nulls: what is not recorded.
select
    file, line, "resourceType" as kind, id,
    coalesce(status_refused('status', status), modifier_refused("modifierExtension")) as refused,
    patient_of(subject.reference) as patient,
    coalesce(period."end", period."start") as seen_on
from resources
