-- status: Where does each patient stand on the last day of the record?
--
-- The state follows the last line: progression while treated, or soon after it, or no response to a line that is over,
-- is refractory disease (primary when no line ever answered and every line could be evaluated; relapsed and refractory
-- when an earlier or the same line did); progression later is relapse; otherwise responding, stable, or unknown. No
-- response is asked of the last line itself: it is no milder where all its drugs had failed before. The tier is the
-- deepest that is met; the modern three-class scheme stands beside it.
-- Reads: patients, last_dates, line_spans, lines, best_responses, categories, progressions, failures, refractoriness,
--   refractory_tiers_met, class_schemes, refractory_rules, graded_responses
-- Nulls: a drug whose line could not be evaluated is not counted as refractory; `unknown` says that the last line
--   holds nothing that can be evaluated.
with counts as (
    select patient, max(line) as n_lines from line_spans group by patient
),
answered as (
    select b.patient,
        max(case when c.depth >= r.depth_at_least then 1 else 0 end) as ever,
        max(case when c.depth = 0 then 1 else 0 end) as unknown_line
    from best_responses b
    join categories c on c.response = b.best
    cross join refractory_rules r
    group by b.patient
),
ends as (
    select patient, line, min(progressed_on) as progressed_on, min(because) as because
    from progressions
    where confirmed_on is not null
    group by patient, line
),
suspected as (
    select patient, line, max(progressed_on) as progressed_on, max(because) as because
    from progressions
    where confirmed_on is null
    group by patient, line
),
last_seen as (
    select patient, line, max(assessed_on) as assessed_on from graded_responses where depth > 0 group by patient, line
),
failed_lines as (
    select distinct patient, line from failures where reason = 'no_response'
),
here as (
    select n.patient, n.n_lines, l.ended_on, c.depth, u.depth as pending, e.progressed_on, e.because as progression,
        case when s.progressed_on = z.assessed_on then s.because end as suspicion, b.because as best, f.line as failed
    from counts n
    join lines l on l.patient = n.patient and l.line = n.n_lines
    join best_responses b on b.patient = n.patient and b.line = n.n_lines
    join categories c on c.response = b.best
    left join categories u on u.response = b.unconfirmed
    left join ends e on e.patient = n.patient and e.line = n.n_lines
    left join suspected s on s.patient = n.patient and s.line = n.n_lines
    left join last_seen z on z.patient = n.patient and z.line = n.n_lines
    left join failed_lines f on f.patient = n.patient and f.line = n.n_lines
),
judged as (
    select h.*,
        case when h.progressed_on is not null and h.progressed_on > plus_days(h.ended_on, r.window_days) then 'relapsed'
             when h.progressed_on is not null or h.failed is not null
             then case when a.ever = 1 then 'relapsed_refractory'
                       when a.unknown_line = 1 then 'refractory' else 'primary_refractory' end
             when h.suspicion is not null then 'progression_suspected'
             when h.depth >= r.depth_at_least or h.pending >= r.depth_at_least then 'responding'
             when h.depth > 0 then 'stable'
             else 'unknown' end as state
    from here h
    join answered a on a.patient = h.patient
    cross join refractory_rules r
),
failed as (
    select patient,
        joined(collect_set(drug), '+') as drugs,
        joined(collect_set(drug_class), '+') as classes,
        joined(collect_set(row_ref('refractoriness', patient || '/' || drug)), '; ') as refs
    from refractoriness
    group by patient
),
deepest as (
    select patient, max(depth) as depth from refractory_tiers_met group by patient
),
tiers as (
    select m.patient, min(m.tier) as tier, min(m.fact) as fact
    from refractory_tiers_met m
    join deepest d on d.patient = m.patient and d.depth = m.depth
    group by m.patient
),
classes as (
    select f.patient, count(distinct f.drug_class) as n_classes
    from refractoriness f
    join class_schemes s on s.drug_class = f.drug_class
    group by f.patient
),
scheme as (
    select min(scheme) as scheme, count(*) as n_classes from class_schemes
)
select
    p.patient, d.last_on as as_of, coalesce(j.n_lines, 0) as n_lines,
    coalesce(j.state, 'newly_diagnosed') as state,
    f.drugs as refractory_drugs, f.classes as refractory_classes,
    coalesce(t.tier, 'none') as refractory_tier,
    coalesce(c.n_classes, 0) = s.n_classes as triple_class_refractory,
    concat_ws('; ', fact_ref(r.criterion, 'response_at_least'), t.fact, fact_ref(s.scheme, 'classes'),
        coalesce(j.progression, case when j.failed is null then j.suspicion end, j.best), f.refs) as because
from patients p
join last_dates d on d.patient = p.patient
cross join refractory_rules r
cross join scheme s
left join judged j on j.patient = p.patient
left join failed f on f.patient = p.patient
left join tiers t on t.patient = p.patient
left join classes c on c.patient = p.patient
