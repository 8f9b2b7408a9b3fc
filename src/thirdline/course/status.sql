-- status: Where does each patient stand on the last day of the record?
--
-- The state follows the last line: progression while treated, or soon after it, or no response to a line that is over,
-- is refractory disease (primary when no line ever answered and every line could be evaluated; relapsed and refractory
-- when an earlier or the same line did); progression later is relapse; otherwise responding, stable, or unknown. No
-- response is asked of the last line itself: it is no milder where all its drugs had failed before. The tier is the
-- deepest that is met; the modern three-class scheme stands beside it.
-- Reads: patients, last_dates, lines, best_responses, categories, progressions, failures, refractoriness,
--   refractory_tiers_met, class_schemes, refractory_rules, graded_responses
-- Nulls: a drug whose line could not be evaluated is not counted as refractory; `unknown` says that the last line
--   holds nothing that can be evaluated.
with answers as (
    select b.patient, b.line, b.because, c.depth, u.depth as pending,
        case when c.depth >= r.depth_at_least then 1 else 0 end as answered, r.depth_at_least, r.window_days
    from best_responses b
    join categories c on c.response = b.best
    left join categories u on u.response = b.unconfirmed
    cross join refractory_rules r
),
treated as (
    select patient, max(line) as n_lines, max(answered) as ever, max(case when depth = 0 then 1 else 0 end) as unknown_line
    from answers
    group by patient
),
worsened as (
    select patient, line, min(case when confirmed_on is not null then progressed_on end) as progressed_on,
        min(case when confirmed_on is not null then because end) as progression,
        max(case when confirmed_on is null then progressed_on end) as suspected_on,
        max(case when confirmed_on is null then because end) as suspicion
    from progressions
    group by patient, line
),
last_seen as (
    select patient, line, max(assessed_on) as assessed_on from graded_responses where depth > 0 group by patient, line
),
failed_lines as (
    select distinct patient, line from failures where reason = 'no_response'
),
here as (
    select a.patient, t.n_lines, t.ever, t.unknown_line, a.depth, a.pending, a.depth_at_least, a.window_days,
        a.because as best, l.ended_on, w.progressed_on, w.progression,
        case when w.suspected_on = z.assessed_on then w.suspicion end as suspicion, f.line as failed
    from answers a
    join treated t on t.patient = a.patient and t.n_lines = a.line
    join lines l on l.patient = a.patient and l.line = a.line
    left join worsened w on w.patient = a.patient and w.line = a.line
    left join last_seen z on z.patient = a.patient and z.line = a.line
    left join failed_lines f on f.patient = a.patient and f.line = a.line
),
judged as (
    select h.*,
        case when h.progressed_on is not null and h.progressed_on > plus_days(h.ended_on, h.window_days) then 'relapsed'
             when h.progressed_on is not null or h.failed is not null
             then case when h.ever = 1 then 'relapsed_refractory'
                       when h.unknown_line = 1 then 'refractory' else 'primary_refractory' end
             when h.suspicion is not null then 'progression_suspected'
             when h.depth >= h.depth_at_least or h.pending >= h.depth_at_least then 'responding'
             when h.depth > 0 then 'stable'
             else 'unknown' end as state
    from here h
),
failed as (
    select f.patient, count(distinct s.drug_class) as n_classes,
        joined(collect_set(f.drug), '+') as drugs,
        joined(collect_set(f.drug_class), '+') as classes,
        joined(collect_set(row_ref('refractoriness', f.patient || '/' || f.drug)), '; ') as refs
    from refractoriness f
    left join class_schemes s on s.drug_class = f.drug_class
    group by f.patient
),
tiers as (
    select patient, tier, fact,
        row_number() over (partition by patient order by depth desc nulls last, tier asc nulls last, fact asc nulls last) as place
    from refractory_tiers_met
),
scheme as (
    select min(scheme) as scheme, count(*) as n_classes from class_schemes
)
select
    p.patient, d.last_on as as_of, coalesce(j.n_lines, 0) as n_lines,
    coalesce(j.state, 'newly_diagnosed') as state,
    f.drugs as refractory_drugs, f.classes as refractory_classes,
    coalesce(t.tier, 'none') as refractory_tier,
    coalesce(f.n_classes, 0) = s.n_classes as triple_class_refractory,
    concat_ws('; ', fact_ref(r.criterion, 'response_at_least'), t.fact, fact_ref(s.scheme, 'classes'),
        coalesce(j.progression, case when j.failed is null then j.suspicion end, j.best), f.refs) as because
from patients p
join last_dates d on d.patient = p.patient
cross join refractory_rules r
cross join scheme s
left join judged j on j.patient = p.patient
left join failed f on f.patient = p.patient
left join tiers t on t.patient = p.patient and t.place = 1
