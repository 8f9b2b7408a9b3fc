-- corrected_calcium: What was total calcium, corrected for the albumin of the same day?
--
-- For each g/L of albumin below its usual value, calcium is raised by a fixed amount, and lowered above it. Where the
-- laboratory reports corrected calcium itself on that day, nothing is corrected again. Of several values of albumin on
-- one day the lowest is taken, which corrects most.
-- Reads: measurements, toxicity_rules
-- Empty without: measurements
-- Nulls: value where albumin was not measured that day.
with albumins as (
    select patient, measured_on, value, row,
        row_number() over (partition by patient, measured_on order by value asc nulls last, row asc nulls last) as place
    from measurements
    where analyte = 'albumin' and value is not null and measured_on is not null
),
reported as (
    select distinct patient, measured_on
    from measurements
    where analyte = 'calcium_corrected' and value is not null
)
select
    c.patient, c.measured_on as assessed_on, cast(c.value + t.per_gram * (t.albumin - a.value) as decimal(18, 4)) as value,
    c.reported_unit, c.lower_normal, c.upper_normal,
    concat_ws('; ', row_ref('measurements', c.row), row_ref('measurements', a.row),
        case when a.row is not null then fact_ref(t.criterion, 'calcium_correction') end) as rows_read
from measurements c
cross join toxicity_rules t
left join albumins a on a.patient = c.patient and a.measured_on = c.measured_on and a.place = 1
left join reported r on r.patient = c.patient and r.measured_on = c.measured_on
where c.analyte = 'calcium' and c.value is not null and c.measured_on is not null and r.patient is null
