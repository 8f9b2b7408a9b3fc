-- medication: Which drug is each Medication that others refer to?
--
-- Reads: resources
-- Nulls: what is not recorded.
select
    file, line, "resourceType" as kind, id,
    coalesce(status_refused('status', status), modifier_refused("modifierExtension")) as refused,
    concept_text(code) as code
from resources
