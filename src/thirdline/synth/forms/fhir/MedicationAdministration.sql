-- MedicationAdministration: Which doses were given on one day?
--
-- Reads: exposures, drugs
-- Nulls: left out of the line.
select
    'MedicationAdministration' as "resourceType", concat(e.patient, '-a', e.nth) as id, 'completed' as status,
    {'coding': drug_codings(d.rxnorm, d.atc), 'text': coalesce(d.name, e.drug)} as "medicationCodeableConcept",
    {'reference': concat('Patient/', e.patient)} as subject,
    e.started_on as "effectiveDateTime",
    case when e.stopped_because is not null then [{'text': e.stopped_because}] end as "statusReason",
    case when e.amount is not null then {
        'dose': {'value': try_cast(e.amount as decimal(18, 4)), 'unit': e.unit},
        'route': case when e.route is not null then {'text': e.route} end
    } end as dosage
from (select *, row_number() over (partition by patient order by started_on, drug, ended_on) as nth from exposures) e
left join drugs d on d.drug = e.drug
where e.ended_on = e.started_on
