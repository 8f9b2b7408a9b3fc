-- toxicity_values: Which values can be graded, at what age, and against which baseline?
--
-- Every usable value of an analyte by which some term is graded; calcium also as corrected for albumin. From the day a
-- line opens to the day before the next one does, the baseline is that of the line.
-- Reads: measurements, corrected_calcium, patients, toxicity_baselines, toxicity_ladders
-- Nulls: value of corrected calcium without albumin; limits of normal that the laboratory did not give; baseline
--   before the first treatment, where there is none, and of analytes that no term holds against it.
with asked as (
    select analyte, max(case when reference = 'baseline' or baseline_at_most is not null or from_age is not null then 1 else 0 end) as of_patient
    from toxicity_ladders
    group by analyte
),
usable as (
    select m.patient, m.analyte, m.measured_on as assessed_on, m.value, m.reported_unit, m.lower_normal, m.upper_normal,
        row_ref('measurements', m.row) as rows_read, q.of_patient
    from measurements m
    join asked q on q.analyte = m.analyte
    where m.value is not null and m.measured_on is not null
    union all
    select patient, 'calcium_corrected' as analyte, assessed_on, value, reported_unit, lower_normal, upper_normal, rows_read,
        0 as of_patient
    from corrected_calcium
)
select
    patient, analyte, assessed_on, value, reported_unit, lower_normal, upper_normal, rows_read, null as age,
    null as baseline, null as baseline_lower, null as baseline_upper, null as baseline_row
from usable
where of_patient = 0
union all
select
    v.patient, v.analyte, v.assessed_on, v.value, v.reported_unit, v.lower_normal, v.upper_normal, v.rows_read,
    age_years(p.born_on, v.assessed_on) as age, b.baseline, b.baseline_lower, b.baseline_upper, b.baseline_row
from usable v
join patients p on p.patient = v.patient
left join toxicity_baselines b
  on b.patient = v.patient and b.analyte = v.analyte and v.assessed_on >= b.started_on
 and (b.next_started_on is null or v.assessed_on < b.next_started_on)
where v.of_patient = 1
