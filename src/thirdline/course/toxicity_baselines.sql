-- toxicity_baselines: From what value of each analyte is toxicity in a line judged?
--
-- The last value on or before the day on which the line opened, if it is not older than the profile allows. Drugs that
-- open no line count from the first of them on.
-- Reads: measurements, line_spans, exposures, toxicity_ladders, assessment_profile
-- Nulls: no such value, no baseline for that analyte.
with starts as (
    select patient, started_on, next_started_on from line_spans
    union all
    select e.patient, min(e.started_on) as started_on, null as next_started_on
    from exposures e
    left join line_spans s on s.patient = e.patient
    where s.patient is null and e.started_on is not null
    group by e.patient
),
asked as (
    select distinct analyte
    from toxicity_ladders
    where reference = 'baseline' or baseline_at_most is not null
),
near as (
    select
        s.patient, s.started_on, s.next_started_on, m.analyte, m.value, m.lower_normal, m.upper_normal, m.row,
        row_number() over (
            partition by s.patient, s.started_on, m.analyte
            order by m.measured_on desc nulls last, m.row asc nulls last
        ) as place
    from measurements m
    join asked q on q.analyte = m.analyte
    join starts s on s.patient = m.patient and m.measured_on <= s.started_on
    cross join assessment_profile a
    where m.value is not null and m.measured_on >= plus_days(s.started_on, 0 - a.baseline_before_days)
)
select
    patient, started_on, next_started_on, analyte, value as baseline, lower_normal as baseline_lower,
    upper_normal as baseline_upper, row_ref('measurements', row) as baseline_row
from near
where place = 1
