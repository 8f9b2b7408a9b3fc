-- option_trials: Which trials tried each option of the patient, those with the nearest patients first?
--
-- The arms that had this regimen, or exactly these drugs; of an approach, the arms that had one of its drugs. Controls are
-- not among them.
-- Reads: options, option_arms, trial_nearness
-- Empty without: options
-- Nulls: `differences` is null where none is known.
select o.patient, o.option, n.trial, n.cut, n.arm,
    row_number() over (partition by o.patient, o.option order by n.place asc nulls last) as place,
    n.evidence, n.n, n.n_differences, n.differences, n.because
from options o
join option_arms a on a.option = o.option
join trial_nearness n on n.patient = o.patient and n.trial = a.trial and n.arm = a.arm
