-- MedicationStatement: Which drugs were taken over days, or without an end?
--
-- Reads: exposures, drugs
-- Nulls: left out of the line.
select
    'MedicationStatement' as "resourceType", concat(e.patient, '-s', e.nth) as id,
    case when e.ended_on is null then 'active' else 'completed' end as status,
    {'coding': drug_codings(d.rxnorm, d.atc), 'text': coalesce(d.name, e.drug)} as "medicationCodeableConcept",
    {'reference': concat('Patient/', e.patient)} as subject,
    {'start': e.started_on, 'end': e.ended_on} as "effectivePeriod",
    case when e.stopped_because is not null then [{'text': e.stopped_because}] end as "statusReason",
    case when e.amount is not null then [json_merge_patch('{}', to_json({
        'doseAndRate': [{'doseQuantity': {'value': try_cast(e.amount as decimal(18, 4)), 'unit': e.unit}}],
        'route': case when e.route is not null then {'text': e.route} end
    }))] end as dosage
from (select *, row_number() over (partition by patient order by started_on, drug, ended_on) as nth from exposures) e
left join drugs d on d.drug = e.drug
where e.ended_on is distinct from e.started_on
