-- clinical_relapses: On which days did signs of clinical relapse appear?
--
-- Calcium above its limit; haemoglobin that fell, or creatinine that rose, far enough from its value at the start of
-- the line; a new bone lesion. These are signs, not progression: whether the myeloma caused them a clinician decides.
-- The first day of each sign in a line is told.
-- Reads: measurements, findings, line_spans, response_rules, assessment_profile
-- Nulls: without a value at the start of the line a fall or a rise cannot be told.
with placed as (
    select m.patient, s.line, m.analyte, m.measured_on, m.value, m.row
    from measurements m
    join line_spans s
      on s.patient = m.patient and m.measured_on > s.started_on
     and (s.next_started_on is null or m.measured_on <= s.next_started_on)
    where m.analyte in ('calcium', 'haemoglobin', 'creatinine') and m.value is not null
),
starts as (
    select s.patient, s.line, m.analyte, m.value, m.row,
        row_number() over (
            partition by s.patient, s.line, m.analyte order by m.measured_on desc nulls last, m.row asc nulls last
        ) as place
    from line_spans s
    cross join assessment_profile a
    join measurements m
      on m.patient = s.patient and m.measured_on <= s.started_on
     and m.measured_on >= plus_days(s.started_on, 0 - a.baseline_before_days)
    where m.analyte in ('haemoglobin', 'creatinine') and m.value is not null
),
signs as (
    select p.patient, p.line, p.measured_on as relapsed_on, p.analyte as criterion, null as reference_value, p.value,
        fact_ref(r.criterion, 'relapse_calcium_above') || '; ' || row_ref('measurements', p.row) as because
    from placed p
    cross join response_rules r
    where p.analyte = 'calcium' and p.value > r.relapse_calcium_above
    union all
    select p.patient, p.line, p.measured_on as relapsed_on, p.analyte as criterion, s.value as reference_value, p.value,
        fact_ref(r.criterion, case p.analyte when 'haemoglobin' then 'relapse_haemoglobin_fall' else 'relapse_creatinine_rise' end)
        || '; ' || row_ref('measurements', s.row) || '; ' || row_ref('measurements', p.row) as because
    from placed p
    join starts s on s.patient = p.patient and s.line = p.line and s.analyte = p.analyte and s.place = 1
    cross join response_rules r
    where (p.analyte = 'haemoglobin' and p.value <= s.value - r.relapse_haemoglobin_fall)
       or (p.analyte = 'creatinine' and p.value >= s.value + r.relapse_creatinine_rise)
    union all
    select f.patient, s.line, f.found_on as relapsed_on, f.kind as criterion, null as reference_value, null as value,
        fact_ref(r.criterion, 'lesion_spd_rise_percent') || '; ' || row_ref('findings', f.row) as because
    from findings f
    join line_spans s
      on s.patient = f.patient and f.found_on > s.started_on
     and (s.next_started_on is null or f.found_on <= s.next_started_on)
    cross join response_rules r
    where f.kind = 'new_bone_lesion' and f.value = 'present'
),
ranked as (
    select g.*,
        row_number() over (
            partition by patient, line, criterion order by relapsed_on asc nulls last, because asc nulls last
        ) as place
    from signs g
)
select patient, line, relapsed_on, criterion, reference_value, value, because
from ranked
where place = 1
