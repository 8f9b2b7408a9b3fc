-- Encounter: When was each patient last seen?
--
-- Reads: patients
-- Nulls: left out of the line.
select
    'Encounter' as "resourceType", concat(patient, '-last') as id, 'finished' as status,
    {'system': 'http://terminology.hl7.org/CodeSystem/v3-ActCode', 'code': 'AMB'} as class,
    {'reference': concat('Patient/', patient)} as subject,
    {'start': last_seen_on, 'end': last_seen_on} as period
from patients
where last_seen_on is not null
