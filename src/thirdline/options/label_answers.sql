-- label_answers: Which conditions of each label does the patient meet, not meet, or leave unknown?
--
-- Labels of the patient's disease that are in force on the last day of the record. Of a condition with alternatives, one
-- that is met meets it.
-- Reads: label_needs, need_answers, patients, last_dates
-- Empty without: need_answers
-- Nulls: `met` is null where the record cannot tell; `missing` says what would settle it.
with asked as (
    select a.patient, n.label, n.part, n.n_words, n.need, n.asked, n.amount, n.fact, a.holds, a.because,
        case when a.holds is null then a.missing end as missing
    from patients p
    join last_dates d on d.patient = p.patient
    join label_needs n
      on n.disease = p.diagnosis
     and (n.in_force_from is null or n.in_force_from <= d.last_on)
     and (n.in_force_until is null or n.in_force_until >= d.last_on)
    join need_answers a on a.patient = p.patient and a.question = n.question
)
select patient, label, part, need, concat_ws(' ', asked, plain_number(amount)) as asked, holds = 1 as met, missing,
    concat_ws('; ', fact, because) as because
from asked
where n_words = 1
union all
select patient, label, part, min(need) as need,
    concat_ws(' ', joined(collect_set(asked), '|'), plain_number(min(amount))) as asked,
    case when max(holds) = 1 then true when count(holds) = count(*) then false end as met,
    case when max(holds) = 1 or count(holds) = count(*) then null else joined(collect_set(missing), '; ') end as missing,
    concat_ws('; ', min(fact), joined(collect_set(because), '; ')) as because
from asked
where n_words > 1
group by patient, label, part
