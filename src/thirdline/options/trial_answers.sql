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
)
select patient, trial, part, min(need) as need,
    nullif(concat_ws(' ', joined(collect_set(asked), '|'), plain_number(min(amount))), '') as asked,
    case when max(holds) = 1 then true when count(holds) = count(*) then false end as met,
    case when max(holds) = 1 or count(holds) = count(*) then null else joined(collect_set(missing), '; ') end as missing,
    concat_ws('; ', min(fact), joined(collect_set(because), '; ')) as because
from asked
group by patient, trial, part
