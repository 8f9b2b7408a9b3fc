-- Patient: Who is each patient?
--
-- Reads: patients
-- Nulls: left out of the line.
select
    'Patient' as "resourceType", patient as id, sex as gender, born_on as "birthDate", died_on as "deceasedDateTime",
    case when centre is not null then {'display': centre} end as "managingOrganization"
from patients
