-- need_answers: What does the record answer to each question that labels, or trials, ask of patients with this disease?
--
-- Each question is answered once a patient, whichever labels or trials ask it: from the course, the exposures and the latest
-- findings. A drug or class is answered by its name; `holds` is 1 for yes and 0 for no.
-- Reads: questions, patients, last_dates, line_spans, exposures, drug_facts, drug_standing, latest_findings, measurements,
--   progressions, best_responses
-- Nulls: `holds` is null where the record cannot tell: a patient without exposures, or with a drug that no one could name,
--   is not known to be unexposed; a finding or value that is missing is unknown. `missing` says what would settle it.
with asked as (
    select question, disease, need, asked, amount,
        case when need in ('exposed_to_drug', 'exposed_to_class') then 'exposure'
             when need in ('refractory_to_drug', 'refractory_to_class') then 'refractoriness'
             when need in ('finding_present', 'finding_absent') then 'finding'
             else 'course' end as about
    from questions
),
asked_of_drugs as (
    select q.question, q.about, f.drug
    from asked q
    join drug_facts f
      on (q.need in ('exposed_to_drug', 'refractory_to_drug') and f.drug = q.asked)
      or (q.need in ('exposed_to_class', 'refractory_to_class') and f.drug_class = q.asked)
),
named as (
    select e.patient, q.question, 1 as yes, row_ref('exposures', e.row) as because
    from exposures e
    join asked_of_drugs q on q.drug = e.drug and q.about = 'exposure'
    union all
    select s.patient, q.question, case s.refractory when true then 1 when false then 0 end as yes, s.because
    from drug_standing s
    join asked_of_drugs q on q.drug = s.drug and q.about = 'refractoriness'
    union all
    select f.patient, q.question,
        case when f.value in ('present', 'positive') then 1 when f.value in ('absent', 'negative') then 0 end as yes, f.because
    from latest_findings f
    join asked q on q.asked = f.kind and q.about = 'finding'
),
shown as (
    select patient, question,
        case when max(yes) = 1 then 1 when count(yes) = count(*) then 0 end as holds,
        coalesce(min(case when yes = 1 then because end), min(because)) as because
    from named
    group by patient, question
),
recorded as (
    select patient, max(case when drug is null then 1 else 0 end) as unnamed from exposures group by patient
),
clearances as (
    select patient, value, row_ref('measurements', row) as because,
        row_number() over (partition by patient order by measured_on desc nulls last, row asc nulls last) as place
    from measurements
    where analyte = 'creatinine_clearance' and value is not null
),
last_progressions as (
    select patient, line, min(because) as because from progressions where confirmed_on is not null group by patient, line
),
treated as (
    select patient, max(line) as n_lines from line_spans group by patient
),
here as (
    select p.patient, p.diagnosis, coalesce(t.n_lines, 0) as n_lines, b.best, coalesce(g.because, b.because) as course_because, g.because as progression,
        k.value as clearance, k.because as clearance_because, e.value as ecog, e.because as ecog_because,
        r.unnamed,
        case when p.born_on is not null and d.last_on is not null then age_years(p.born_on, d.last_on) end as age
    from patients p
    join last_dates d on d.patient = p.patient
    left join treated t on t.patient = p.patient
    left join recorded r on r.patient = p.patient
    left join best_responses b on b.patient = p.patient and b.line = t.n_lines
    left join last_progressions g on g.patient = p.patient and g.line = t.n_lines
    left join clearances k on k.patient = p.patient and k.place = 1
    left join latest_findings e on e.patient = p.patient and e.kind = 'ecog'
)
select h.patient, q.question,
    case when q.need = 'diagnosis' then case when q.asked = h.diagnosis then 1 else 0 end
         when q.need = 'prior_lines_at_least' then case when h.n_lines >= q.amount then 1 else 0 end
         when q.need = 'prior_lines_at_most' then case when h.n_lines <= q.amount then 1 else 0 end
         when q.need = 'age_at_least' then case when h.age >= q.amount then 1 when h.age < q.amount then 0 end
         when q.need = 'age_below' then case when h.age < q.amount then 1 when h.age >= q.amount then 0 end
         when q.need = 'progressed_on_last_line'
         then case when h.progression is not null then 1 when h.best <> 'NE' then 0 end
         when q.need = 'creatinine_clearance_at_least'
         then case when h.clearance >= q.amount then 1 when h.clearance < q.amount then 0 end
         when q.need = 'ecog_at_most'
         then case when cast(h.ecog as decimal(18, 4)) <= q.amount then 1 when h.ecog is not null then 0 end
         when q.need = 'finding_absent' then 1 - s.holds
         when q.about = 'finding' then s.holds
         when s.question is null or s.holds = 0 then case when h.unnamed = 0 then 0 end
         else s.holds end as holds,
    case when q.need in ('prior_lines_at_least', 'prior_lines_at_most') then row_ref('status', h.patient)
         when q.need in ('diagnosis', 'age_at_least', 'age_below') then row_ref('patients', h.patient)
         when q.need = 'progressed_on_last_line' then h.course_because
         when q.need = 'creatinine_clearance_at_least' then h.clearance_because
         when q.need = 'ecog_at_most' then h.ecog_because
         else s.because end as because,
    case q.about when 'course' then q.need when 'finding' then q.asked else q.about || ' to ' || q.asked end as missing
from here h
join asked q on q.disease = h.diagnosis
left join shown s on s.patient = h.patient and s.question = q.question
