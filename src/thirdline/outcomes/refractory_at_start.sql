-- refractory_at_start: How refractory was the disease on the day on which each line opened?
--
-- To the drugs that had failed by then in an earlier line: a failure of a later day says nothing of the start. A drug of an
-- earlier line that cannot be evaluated may have failed too: where that would make the tier deeper, or complete the
-- classes of the modern scheme, the answer is unknown. A progression on the opening day counts, and so does one whose
-- confirmation came later.
-- Reads: outcome_spans, refractoriness, line_drugs, best_responses, categories, refractory_tiers, class_schemes
-- Nulls: unknown is a null tier or a null `triple_class`; no refractory drug is the tier `none`.
with failed as (
    select s.patient, s.line, r.drug, r.drug_class, 1 as shown,
        row_ref('refractoriness', r.patient || '/' || r.drug) as because
    from outcome_spans s
    join refractoriness r on r.patient = s.patient and r.line < s.line and r.since <= s.started_on
),
unclear as (
    select distinct s.patient, s.line, d.drug, d.drug_class, 0 as shown,
        row_ref('best_responses', b.patient || '/' || cast(b.line as string)) as because
    from outcome_spans s
    join line_drugs d on d.patient = s.patient and d.line < s.line
    join best_responses b on b.patient = d.patient and b.line = d.line
    join categories c on c.response = b.best and c.depth = 0
),
drugs as (
    select patient, line, drug, drug_class, max(shown) as shown
    from (select * from failed union all select * from unclear) told
    group by patient, line, drug, drug_class
),
reasons as (
    select patient, line, joined(collect_set(because), '; ') as because
    from (select * from failed union all select * from unclear) told
    group by patient, line
),
counts as (
    select patient, line, drug_class, sum(shown) as n_shown, count(*) as n_possible
    from drugs
    group by patient, line, drug_class
),
wanted as (
    select tier, depth, alternative, count(*) as n_classes, min(fact) as fact
    from refractory_tiers
    group by tier, depth, alternative
),
found as (
    select c.patient, c.line, t.tier, t.alternative, sum(case when c.n_shown >= t.at_least then 1 else 0 end) as n_shown,
        sum(case when c.n_possible >= t.at_least then 1 else 0 end) as n_possible
    from counts c
    join refractory_tiers t on t.drug_class = c.drug_class
    group by c.patient, c.line, t.tier, t.alternative
),
deepest as (
    select f.patient, f.line, max(case when f.n_shown = w.n_classes then w.depth else 0 end) as shown,
        max(case when f.n_possible = w.n_classes then w.depth else 0 end) as possible
    from found f
    join wanted w on w.tier = f.tier and w.alternative = f.alternative
    group by f.patient, f.line
),
names as (
    select depth, min(tier) as tier, min(fact) as fact from wanted group by depth
),
classes as (
    select c.patient, c.line, sum(case when c.n_shown > 0 then 1 else 0 end) as n_shown, count(*) as n_possible
    from counts c
    join class_schemes s on s.drug_class = c.drug_class
    group by c.patient, c.line
),
scheme as (
    select min(scheme) as scheme, count(*) as n_classes from class_schemes
),
any_fact as (
    select min(fact) as fact from refractory_tiers
)
select s.patient, s.line,
    case when coalesce(d.shown, 0) <> coalesce(d.possible, 0) then null else coalesce(n.tier, 'none') end as tier,
    case when coalesce(k.n_shown, 0) = m.n_classes then true
         when coalesce(k.n_possible, 0) = m.n_classes then null else false end as triple_class,
    concat_ws('; ', coalesce(n.fact, a.fact), r.because) as tier_because,
    concat_ws('; ', fact_ref(m.scheme, 'classes'), r.because) as triple_class_because
from outcome_spans s
cross join scheme m
cross join any_fact a
left join deepest d on d.patient = s.patient and d.line = s.line
left join names n on n.depth = d.shown
left join classes k on k.patient = s.patient and k.line = s.line
left join reasons r on r.patient = s.patient and r.line = s.line
