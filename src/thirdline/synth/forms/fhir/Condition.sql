-- Condition: Which disease has each patient, since when?
--
-- The disease by its words; the chains of its paraprotein are observations.
-- Reads: patients
-- Nulls: left out of the line.
select
    'Condition' as "resourceType", concat(patient, '-disease') as id,
    {'coding': [{'system': 'http://terminology.hl7.org/CodeSystem/condition-ver-status', 'code': 'confirmed'}]}
        as "verificationStatus",
    {'text': replace(diagnosis, '_', ' ')} as code,
    {'reference': concat('Patient/', patient)} as subject,
    diagnosed_on as "onsetDateTime"
from patients
where diagnosis is not null
