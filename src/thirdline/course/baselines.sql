-- baselines: From what value of each marker is response in a line measured?
--
-- The last usable value on or before the day the line opened, if it is not older than the profile allows; failing
-- that, the first value soon after, if the profile allows one.
-- Reads: usable_values, line_spans, assessment_profile
-- Empty without: line_spans, usable_values
-- Nulls: no such value, no baseline for that marker.
with sought as (
    select s.patient, s.line, s.started_on, a.criterion,
        plus_days(s.started_on, 0 - a.baseline_before_days) as from_on, plus_days(s.started_on, a.baseline_after_days) as until_on
    from line_spans s
    cross join assessment_profile a
),
near as (
    select
        s.patient, s.line, u.marker, u.assessed_on as baseline_on, u.value as baseline, u.level, u.n_lesions, u.rows_read,
        row_number() over (
            partition by s.patient, s.line, u.marker
            order by case when u.assessed_on <= s.started_on then u.assessed_on end desc nulls last,
                u.assessed_on asc nulls last
        ) as place,
        case when u.assessed_on <= s.started_on then 'baseline_before_days' else 'baseline_after_days' end as rule,
        s.criterion
    from usable_values u
    join sought s on s.patient = u.patient and u.assessed_on >= s.from_on and u.assessed_on <= s.until_on
)
select patient, line, marker, baseline_on, baseline, level, n_lesions, rows_read, fact_ref(criterion, rule) as fact
from near
where place = 1
