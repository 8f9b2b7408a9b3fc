-- need_answers: What does the record answer to each question that labels, or trials, ask of patients with this disease?
--
-- Each question is answered once a patient, whichever labels or trials ask it: from the course, the exposures and the latest
-- findings. A drug or class is answered by its name; `holds` is 1 for yes and 0 for no.
-- Reads: questions, patients, status, exposures, drug_facts, drug_standing, latest_findings, measurements, progressions,
--   best_responses
-- Nulls: `holds` is null where the record cannot tell: a patient without exposures, or with a drug that no one could name,
--   is not known to be unexposed; a finding or value that is missing is unknown. `missing` says what would settle it.
with taken as (
    select e.patient, e.drug, f.drug_class, row_ref('exposures', e.row) as because
    from exposures e
    left join drug_facts f on f.drug = e.drug
),
named as (
    select patient, 'exposed_to_drug' as need, drug as word, 1 as yes, because from taken
    union all
    select patient, 'exposed_to_class' as need, drug_class as word, 1 as yes, because from taken
    union all
    select patient, 'refractory_to_drug' as need, drug as word, case refractory when true then 1 when false then 0 end as yes,
        because
    from drug_standing
    union all
    select patient, 'refractory_to_class' as need, drug_class as word, case refractory when true then 1 when false then 0 end as yes,
        because
    from drug_standing
),
words as (
    select patient, need, word,
        case when max(yes) = 1 then 1 when count(yes) = count(*) then 0 end as holds,
        coalesce(min(case when yes = 1 then because end), min(because)) as because
    from named
    where word is not null
    group by patient, need, word
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
here as (
    select p.patient, p.diagnosis, s.n_lines, r.unnamed, b.best, b.because as best_because, k.value as clearance,
        k.because as clearance_because, e.value as ecog, e.because as ecog_because,
        case when p.born_on is not null and s.as_of is not null then age_years(p.born_on, s.as_of) end as age
    from patients p
    join status s on s.patient = p.patient
    left join recorded r on r.patient = p.patient
    left join best_responses b on b.patient = p.patient and b.line = s.n_lines
    left join clearances k on k.patient = p.patient and k.place = 1
    left join latest_findings e on e.patient = p.patient and e.kind = 'ecog'
),
last_progressions as (
    select h.patient, min(g.because) as because
    from here h
    join progressions g on g.patient = h.patient and g.line = h.n_lines
    where g.confirmed_on is not null
    group by h.patient
),
told as (
    select h.*, l.because as progression from here h left join last_progressions l on l.patient = h.patient
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
         when q.need = 'finding_present'
         then case when f.value in ('present', 'positive') then 1 when f.value in ('absent', 'negative') then 0 end
         when q.need = 'finding_absent'
         then case when f.value in ('present', 'positive') then 0 when f.value in ('absent', 'negative') then 1 end
         when w.word is null or w.holds = 0 then case when h.unnamed = 0 then 0 end
         else w.holds end as holds,
    case when q.need in ('prior_lines_at_least', 'prior_lines_at_most') then row_ref('status', h.patient)
         when q.need in ('diagnosis', 'age_at_least', 'age_below') then row_ref('patients', h.patient)
         when q.need = 'progressed_on_last_line' then coalesce(h.progression, h.best_because)
         when q.need = 'creatinine_clearance_at_least' then h.clearance_because
         when q.need = 'ecog_at_most' then h.ecog_because
         when q.need in ('finding_present', 'finding_absent') then f.because
         else w.because end as because,
    case when q.need in ('exposed_to_drug', 'exposed_to_class') then 'exposure to ' || q.asked
         when q.need in ('refractory_to_drug', 'refractory_to_class') then 'refractoriness to ' || q.asked
         when q.need in ('finding_present', 'finding_absent') then q.asked
         else q.need end as missing
from told h
join questions q on q.disease = h.diagnosis
left join words w on w.patient = h.patient and w.need = q.need and w.word = q.asked
left join latest_findings f
  on f.patient = h.patient and f.kind = q.asked and q.need in ('finding_present', 'finding_absent')
