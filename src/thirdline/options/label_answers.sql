-- label_answers: Which conditions of each label does the patient meet, not meet, or leave unknown?
--
-- Labels of the patient's disease that are in force on the last day of the record. Each need is answered from the course,
-- the exposures and the latest findings; of a need with alternatives, one that is met meets it.
-- Reads: label_needs, patients, status, exposures, drug_facts, drug_standing, latest_findings, measurements, progressions,
--   best_responses
-- Nulls: `met` is null where the record cannot tell: a patient without exposures, or with a drug that no one could name,
--   is not known to be unexposed; a finding or value that is missing is unknown.
with cases as (
    select p.patient, p.diagnosis, s.as_of, s.n_lines, s.because as standing,
        case when p.born_on is not null and s.as_of is not null then age_years(p.born_on, s.as_of) end as age
    from patients p
    join status s on s.patient = p.patient
),
labels as (
    select distinct c.patient, n.label
    from cases c
    join label_needs n
      on n.need = 'diagnosis' and n.asked = c.diagnosis
     and (n.in_force_from is null or n.in_force_from <= c.as_of)
     and (n.in_force_until is null or n.in_force_until >= c.as_of)
),
wanted as (
    select c.patient, c.as_of, c.age, c.n_lines, c.standing, c.diagnosis, n.label, n.part, n.need, n.asked, n.amount, n.fact
    from labels l
    join cases c on c.patient = l.patient
    join label_needs n on n.label = l.label
),
taken as (
    select e.patient, f.drug, f.drug_class, min(row_ref('exposures', e.row)) as because
    from exposures e
    join drug_facts f on f.drug = e.drug
    group by e.patient, f.drug, f.drug_class
),
recorded as (
    select patient, max(case when drug is null then 1 else 0 end) as unnamed from exposures group by patient
),
exposure as (
    select w.patient, w.label, w.part, w.asked,
        case when count(t.drug) > 0 then 1 when min(r.unnamed) = 0 then 0 end as holds,
        min(t.because) as because, 'exposure to ' || w.asked as missing
    from wanted w
    left join taken t
      on t.patient = w.patient
     and ((w.need = 'exposed_to_drug' and t.drug = w.asked) or (w.need = 'exposed_to_class' and t.drug_class = w.asked))
    left join recorded r on r.patient = w.patient
    where w.need in ('exposed_to_drug', 'exposed_to_class')
    group by w.patient, w.label, w.part, w.asked
),
failure as (
    select w.patient, w.label, w.part, w.asked,
        case when max(case when d.refractory then 1 else 0 end) = 1 then 1
             when count(d.drug) > count(d.refractory) then null
             when min(r.unnamed) = 0 then 0 end as holds,
        coalesce(min(case when d.refractory then d.because end), min(d.because)) as because, 'refractoriness to ' || w.asked as missing
    from wanted w
    left join drug_standing d
      on d.patient = w.patient
     and ((w.need = 'refractory_to_drug' and d.drug = w.asked) or (w.need = 'refractory_to_class' and d.drug_class = w.asked))
    left join recorded r on r.patient = w.patient
    where w.need in ('refractory_to_drug', 'refractory_to_class')
    group by w.patient, w.label, w.part, w.asked
),
last_lines as (
    select s.patient, b.best, p.because as progression, b.because
    from status s
    join best_responses b on b.patient = s.patient and b.line = s.n_lines
    left join progressions p on p.patient = s.patient and p.line = s.n_lines and p.confirmed_on is not null
),
clearances as (
    select patient, value, row_ref('measurements', row) as because,
        row_number() over (partition by patient order by measured_on desc nulls last, row asc nulls last) as place
    from measurements
    where analyte = 'creatinine_clearance' and value is not null
),
answers as (
    select w.patient, w.label, w.part, w.asked,
        case when w.need = 'diagnosis' then case when w.diagnosis = w.asked then 1 else 0 end
             when w.need = 'prior_lines_at_least' then case when w.n_lines >= w.amount then 1 else 0 end
             when w.need = 'prior_lines_at_most' then case when w.n_lines <= w.amount then 1 else 0 end
             when w.need = 'age_at_least' then case when w.age >= w.amount then 1 when w.age < w.amount then 0 end
             when w.need = 'age_below' then case when w.age < w.amount then 1 when w.age >= w.amount then 0 end
             when w.need = 'progressed_on_last_line'
             then case when l.progression is not null then 1 when l.best <> 'NE' then 0 end
             when w.need = 'creatinine_clearance_at_least'
             then case when k.value >= w.amount then 1 when k.value < w.amount then 0 end
        end as holds,
        case when w.need = 'progressed_on_last_line' then coalesce(l.progression, l.because)
             when w.need = 'creatinine_clearance_at_least' then k.because
             when w.need in ('prior_lines_at_least', 'prior_lines_at_most') then row_ref('status', w.patient)
             else row_ref('patients', w.patient) end as because,
        w.need as missing
    from wanted w
    left join last_lines l on l.patient = w.patient
    left join clearances k on k.patient = w.patient and k.place = 1
    where w.need in ('diagnosis', 'prior_lines_at_least', 'prior_lines_at_most', 'age_at_least', 'age_below',
                     'progressed_on_last_line', 'creatinine_clearance_at_least')
    union all
    select w.patient, w.label, w.part, w.asked,
        case when w.need = 'ecog_at_most'
             then case when cast(f.value as decimal(18, 4)) <= w.amount then 1 when f.value is not null then 0 end
             when w.need = 'finding_present' then case f.value when 'present' then 1 when 'positive' then 1 when 'absent' then 0 when 'negative' then 0 end
             else case f.value when 'present' then 0 when 'positive' then 0 when 'absent' then 1 when 'negative' then 1 end end as holds,
        f.because, coalesce(w.asked, w.need) as missing
    from wanted w
    left join latest_findings f
      on f.patient = w.patient and f.kind = case when w.need = 'ecog_at_most' then 'ecog' else w.asked end
    where w.need in ('ecog_at_most', 'finding_present', 'finding_absent')
    union all select * from exposure
    union all select * from failure
),
parts as (
    select patient, label, part,
        case when max(holds) = 1 then 1 when count(holds) = count(*) then 0 end as holds,
        joined(collect_set(because), '; ') as because,
        joined(collect_set(case when holds is null then missing end), '; ') as missing
    from answers
    group by patient, label, part
),
asks as (
    select patient, label, part, min(need) as need, min(fact) as fact,
        joined(collect_set(asked), '|') as words, min(amount) as amount
    from wanted
    group by patient, label, part
)
select p.patient, p.label, p.part, a.need,
    concat_ws(' ', case when a.words <> '' then a.words end, plain_number(a.amount)) as asked,
    p.holds = 1 as met,
    case when p.holds is null then p.missing end as missing,
    concat_ws('; ', a.fact, p.because) as because
from parts p
join asks a on a.patient = p.patient and a.label = p.label and a.part = p.part
