-- trials_open: Which trials of the disease could the patient enter, as far as the record and the trial's conditions tell?
--
-- A trial is `not_met` when one condition is known not to be met, `met` when all are known to be met, and `unknown`
-- otherwise, with what would settle it. A trial of which no condition beside the disease is known answers nothing. What a record cannot
-- hold (consent, organ function by the trial's own limits) is asked besides and is not answered here. Whether the trial
-- still takes patients is its status, on the day on which that was known.
-- Reads: trials, trial_answers, patients
-- Nulls: `missing` is null where nothing is missing; a trial whose conditions are not known has no answer to rest on.
with counted as (
    select patient, trial,
        count(case when met then 1 end) as n_met, count(case when not met then 1 end) as n_not_met,
        count(case when met is null then 1 end) as n_unknown, count(case when need <> 'diagnosis' then 1 end) as n_more,
        joined(collect_set(missing), '; ') as missing, joined(collect_set(because), '; ') as because,
        joined(collect_set(case when not met then because end), '; ') as against
    from trial_answers
    group by patient, trial
)
select p.patient, t.trial,
    case when c.n_not_met > 0 then 'not_met' when c.n_met = t.n_parts and c.n_more > 0 then 'met' else 'unknown' end as entry,
    t.status, t.status_on, coalesce(c.n_met, 0) as n_met, coalesce(c.n_not_met, 0) as n_not_met,
    coalesce(c.n_unknown, 0) as n_unknown,
    case when c.n_not_met > 0 then null when coalesce(c.n_more, 0) = 0 then 'conditions of the trial' else c.missing end as missing,
    concat_ws('; ', t.fact, case when c.n_not_met > 0 then c.against else c.because end, row_ref('patients', p.patient)) as because
from patients p
join trials t on t.disease = p.diagnosis
left join counted c on c.patient = p.patient and c.trial = t.trial
