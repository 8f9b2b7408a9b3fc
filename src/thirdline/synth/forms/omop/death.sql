-- death: Who died, and when?
--
-- Reads: patients
-- Nulls: none.
select person_of(patient) as person_id, try_cast(died_on as date) as death_date
from patients
where died_on is not null
