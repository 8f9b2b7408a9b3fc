-- trial_answers: Which conditions of each trial of the disease does the patient meet, not meet, or leave unknown?
--
-- Of a condition with alternatives, one that is met meets it.
-- Reads: trial_needs, need_answers, patients
-- Empty without: need_answers
-- Nulls: `met` is null where the record cannot tell; `missing` says what would settle it.
with asked as (
    select a.patient, n.trial, n.part, n.need, n.asked, n.amount, n.fact, a.holds, a.because,
        case when a.holds is null then a.missing end as missing
    from patients p
    join trial_needs n on n.disease = p.diagnosis
    join need_answers a on a.patient = p.patient and a.question = n.question
),
parts as (
    select patient, trial, part, min(need) as need, joined(collect_set(asked), '|') as words, min(amount) as amount,
        max(holds) as holds, count(holds) = count(*) as answered, joined(collect_set(missing), '; ') as missing,
        concat_ws('; ', min(fact), joined(collect_set(because), '; ')) as because
    from asked
    group by patient, trial, part
)
select patient, trial, part, need, nullif(concat_ws(' ', words, plain_number(amount)), '') as asked,
    case when holds = 1 then true when answered then false end as met,
    case when holds = 1 or answered then null else missing end as missing, because
from parts
