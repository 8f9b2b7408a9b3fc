-- observation_period: From when until when was each person seen?
--
-- Reads: patients
-- Nulls: as in the record.
select
    person_of(patient) as observation_period_id, person_of(patient) as person_id,
    try_cast(diagnosed_on as date) as observation_period_start_date,
    try_cast(last_seen_on as date) as observation_period_end_date, from_record() as period_type_concept_id
from patients
