-- patient: Who is each Patient?
--
-- Reads: resources
-- Nulls: what is not recorded. `died` is true where only the fact of death is known, not its day.
select
    file, line, "resourceType" as kind, id, modifier_refused("modifierExtension") as refused,
    id as patient, "birthDate" as born_on, gender as sex, "deceasedDateTime" as died_on, "deceasedBoolean" as died,
    "managingOrganization".display as centre
from resources
