-- refractory_tiers_met: Which tiers of refractoriness does each patient meet?
--
-- A tier is met when, for one of its alternatives, every class it names has enough refractory drugs.
-- Reads: refractoriness, refractory_tiers
-- Empty without: refractoriness
-- Nulls: a patient without refractory drugs meets none and is left out.
with counts as (
    select patient, drug_class, count(*) as n_drugs from refractoriness group by patient, drug_class
),
wanted as (
    select tier, depth, alternative, count(*) as n_classes, min(fact) as fact
    from refractory_tiers
    group by tier, depth, alternative
),
found as (
    select c.patient, t.tier, t.alternative, count(*) as n_classes
    from counts c
    join refractory_tiers t on t.drug_class = c.drug_class and c.n_drugs >= t.at_least
    group by c.patient, t.tier, t.alternative
)
select distinct f.patient, w.tier, w.depth, w.fact
from found f
join wanted w on w.tier = f.tier and w.alternative = f.alternative and w.n_classes = f.n_classes
