-- trial_differences: In what do the patients of each arm of a trial of the disease differ from this patient, or may differ?
--
-- Of lines: this patient has had more or fewer than the trial took. Of refractoriness: to a class to which this patient's
-- disease is refractory, the share of the arm that was so too, where it is not the whole arm; where the share is not told,
-- that is said. So for features of the disease that this patient shows. Of conditions, and of what every patient of the arm
-- had in common: those that this patient does not meet, and those of which the record cannot tell. And the drugs of the arm
-- to which this patient's disease is refractory.
-- Reads: patients, status, trial_arms, refractoriness, latest_findings, feature_findings, arm_shares, arm_needs, need_answers,
--   arm_drugs
-- Nulls: a share without a percentage is not told by the trial; `missing` says what would settle a condition.
with arms as (
    select p.patient, s.n_lines, a.trial, a.arm, a.disease, a.lines_at_least, a.lines_at_most, a.lines_fact, a.n_conditions, a.fact
    from patients p
    join status s on s.patient = p.patient
    join trial_arms a on a.disease = p.diagnosis
),
of_lines as (
    select patient, trial, arm, lines_at_least, lines_at_most,
        case when lines_fact is null then 'prior_lines_not_told'
             when n_lines > lines_at_most then 'more_prior_lines'
             when n_lines < lines_at_least then 'fewer_prior_lines' end as difference,
        concat_ws('; ', coalesce(lines_fact, fact), row_ref('status', patient)) as because
    from arms
),
properties as (
    select patient, 'refractory_to_class' as property, drug_class as word,
        joined(collect_set(row_ref('refractoriness', patient || '/' || drug)), '; ') as because
    from refractoriness
    group by patient, drug_class
    union all
    select l.patient, 'feature' as property, f.feature as word,
        concat_ws('; ', min(f.fact), joined(collect_set(l.because), '; ')) as because
    from latest_findings l
    join feature_findings f on f.finding = l.kind and f.value = l.value
    group by l.patient, f.feature
),
of_shares as (
    select a.patient, a.trial, a.arm, p.property as difference, p.word as about, s.percent, s.percent_is_least,
        concat_ws('; ', coalesce(s.fact, a.fact), p.because) as because
    from arms a
    join properties p on p.patient = a.patient
    left join arm_shares s on s.trial = a.trial and s.arm = a.arm and s.property = p.property and s.word = p.word
    where s.percent is null or s.percent < 100
),
of_needs as (
    select a.patient, a.trial, a.arm, n.part,
        case when count(q.holds) = count(*) then 'condition_not_met' else 'condition_unknown' end as difference,
        concat_ws(' ', min(n.need), joined(collect_set(n.asked), '|'), plain_number(min(n.amount))) as about,
        joined(collect_set(case when q.holds is null then q.missing end), '; ') as missing,
        concat_ws('; ', min(n.fact), joined(collect_set(q.because), '; ')) as because
    from arms a
    join arm_needs n on n.trial = a.trial and n.arm = a.arm and n.disease = a.disease
    join need_answers q on q.patient = a.patient and q.question = n.question
    group by a.patient, a.trial, a.arm, n.part
    having coalesce(max(q.holds), 0) = 0
),
of_drugs as (
    select a.patient, a.trial, a.arm, d.drug as about,
        concat_ws('; ', a.fact, row_ref('refractoriness', a.patient || '/' || d.drug)) as because
    from arms a
    join arm_drugs d on d.trial = a.trial and d.arm = a.arm
    join refractoriness r on r.patient = a.patient and r.drug = d.drug
)
select patient, trial, arm, difference, 'prior_lines' as about, null as percent, null as percent_is_least, lines_at_least,
    lines_at_most, null as missing, because
from of_lines
where difference is not null
union all
select patient, trial, arm, difference, about, percent, percent_is_least, null as lines_at_least, null as lines_at_most,
    null as missing, because
from of_shares
union all
select patient, trial, arm, difference, about, null as percent, null as percent_is_least, null as lines_at_least,
    null as lines_at_most, missing, because
from of_needs
union all
select patient, trial, arm, 'conditions_not_told' as difference, 'conditions' as about, null as percent,
    null as percent_is_least, null as lines_at_least, null as lines_at_most, null as missing, fact as because
from arms
where n_conditions = 0
union all
select patient, trial, arm, 'refractory_to_its_drug' as difference, about, null as percent, null as percent_is_least,
    null as lines_at_least, null as lines_at_most, null as missing, because
from of_drugs
