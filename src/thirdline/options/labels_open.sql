-- labels_open: Which labels are open to the patient, or might be?
--
-- A label is open when it is in force on the last day of the record and none of its conditions is known not to be met.
-- What a seed document says beside a label opens nothing.
-- Reads: label_needs, need_answers, patients, last_dates
-- Empty without: need_answers
-- Nulls: `missing` is null where nothing is missing: every condition is met.
with asked as (
    select a.patient, n.label, n.option, n.part, n.n_words, n.fact, a.holds, a.because, a.missing
    from patients p
    join last_dates d on d.patient = p.patient
    join label_needs n
      on n.disease = p.diagnosis and n.authority <> 'seed'
     and (n.in_force_from is null or n.in_force_from <= d.last_on)
     and (n.in_force_until is null or n.in_force_until >= d.last_on)
    join need_answers a on a.patient = p.patient and a.question = n.question
),
closed as (
    select distinct patient, label from asked where n_words = 1 and holds = 0
),
parts as (
    select a.patient, a.label, a.option, a.part,
        case when max(a.holds) = 1 then 1 when count(a.holds) = count(*) then 0 end as holds,
        concat_ws('; ', min(a.fact), joined(collect_set(a.because), '; ')) as because,
        joined(collect_set(case when a.holds is null then a.missing end), '; ') as missing
    from asked a
    left join closed c on c.patient = a.patient and c.label = a.label
    where c.patient is null
    group by a.patient, a.label, a.option, a.part
)
select patient, label, option,
    joined(collect_set(case when holds is null then missing end), '; ') as missing,
    joined(collect_set(because), '; ') as because
from parts
group by patient, label, option
having count(case when holds = 0 then 1 end) = 0
