-- trial_nearness: How near does each arm of the trials of the disease come to this patient?
--
-- The arm with the fewest named differences first; then what was compared by chance before what was not; then the larger
-- trial; then by name. What the trial does not tell, and what the record cannot tell, is a difference: it is named. No
-- difference weighs more than another: which of them matters is the clinician's to judge.
-- Reads: patients, trial_arms, trial_differences
-- Nulls: `differences` is null where none is known. A trial whose size is not told comes after those of which it is.
with told as (
    select patient, trial, arm, count(*) as n_differences, joined(collect_set(because), '; ') as because,
        joined(collect_set(concat_ws(' ', difference, about,
            case when lines_at_least is not null or lines_at_most is not null
                 then coalesce(plain_number(lines_at_least), '') || '-' || coalesce(plain_number(lines_at_most), '') end,
            case when percent_is_least then 'at least' end,
            case when percent is not null then plain_number(percent) || ' %' end)), '; ') as differences
    from trial_differences
    group by patient, trial, arm
),
near as (
    select p.patient, a.trial, a.arm, a.cut, a.evidence, a.evidence_rank, a.n, a.n_in_trial,
        coalesce(t.n_differences, 0) as n_differences, t.differences, concat_ws('; ', a.fact, t.because) as because
    from patients p
    join trial_arms a on a.disease = p.diagnosis
    left join told t on t.patient = p.patient and t.trial = a.trial and t.arm = a.arm
)
select patient, trial, arm, cut,
    row_number() over (
        partition by patient
        order by n_differences asc nulls last, evidence_rank asc nulls last, n_in_trial desc nulls last, trial asc nulls last,
            arm asc nulls last
    ) as place,
    evidence, n, n_differences, differences, because
from near
