-- baselines: From what value of each marker is response in a line measured?
--
-- The last usable value on or before the day the line opened, if it is not older than the profile allows; failing
-- that, the first value soon after, if the profile allows one.
-- Reads: marker_series, suspect_values, line_spans, assessment_profile
-- Empty without: line_spans, marker_series
-- Nulls: no such value, no baseline for that marker.
with near as (
    select
        s.patient, s.line, m.marker, m.assessed_on as baseline_on, m.value as baseline, m.level, m.n_lesions, m.rows_read,
        row_number() over (
            partition by s.patient, s.line, m.marker
            order by case when m.assessed_on <= s.started_on then 0 else 1 end asc nulls last,
                case when m.assessed_on <= s.started_on then m.assessed_on end desc nulls last,
                m.assessed_on asc nulls last, m.rows_read asc nulls last
        ) as place,
        case when m.assessed_on <= s.started_on then 'baseline_before_days' else 'baseline_after_days' end as rule,
        a.criterion
    from line_spans s
    join marker_series m on m.patient = s.patient
    cross join assessment_profile a
    left join suspect_values x on x.patient = m.patient and x.marker = m.marker and x.assessed_on = m.assessed_on
    where x.patient is null
      and m.assessed_on >= plus_days(s.started_on, 0 - a.baseline_before_days)
      and m.assessed_on <= plus_days(s.started_on, a.baseline_after_days)
)
select patient, line, marker, baseline_on, baseline, level, n_lesions, rows_read, fact_ref(criterion, rule) as fact
from near
where place = 1
