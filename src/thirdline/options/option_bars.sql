-- option_bars: Which options are barred, or might be, by a drug of theirs that failed or is contraindicated?
--
-- An option is barred by any drug it cannot be without, or when each of the drugs of which it needs one is barred. A
-- contraindication names a drug or a whole class. An option that hangs on a drug whose refractoriness is unknown might
-- be barred. Refractoriness to a drug that an option gives only as lymphodepletion before a cell product bars nothing.
-- Reads: option_drugs, refractoriness, drug_standing, findings
-- Nulls: `barred` is null where the option might be barred, and `missing` says what would settle it.
with bars as (
    select patient, drug as word, 1 as holds, 'refractory' as ground,
        row_ref('refractoriness', patient || '/' || drug) as because, null as missing
    from refractoriness
    union all
    select patient, drug as word, null as holds, 'refractory' as ground, null as because,
        'refractoriness to ' || drug as missing
    from drug_standing
    where refractory is null
    union all
    select patient, value as word, 1 as holds, 'contraindicated' as ground,
        row_ref('findings', row) as because, null as missing
    from findings
    where kind = 'contraindication' and value is not null and value <> 'none'
),
barred_drugs as (
    select b.patient, u.drug, u.depletes, max(b.holds) as holds, joined(collect_set(b.because), '; ') as because,
        max(b.missing) as missing
    from bars b
    join (select distinct drug, drug_class, depletes from option_drugs) u
      on (u.drug = b.word or u.drug_class = b.word) and (b.ground = 'contraindicated' or not u.depletes)
    group by b.patient, u.drug, u.depletes
),
judged as (
    select t.patient, u.option,
        case when max(case when u.needed then t.holds end) = 1
               or count(case when not u.needed then t.holds end) = min(u.n_one_of) then true end as barred,
        case when max(case when u.needed and t.holds is null then 1 end) = 1
               or count(case when not u.needed then 1 end) = min(u.n_one_of) then true end as doubtful,
        joined(collect_set(t.because), '; ') as because,
        joined(collect_set(case when t.holds is null then t.missing end), '; ') as missing
    from barred_drugs t
    join option_drugs u on u.drug = t.drug and u.depletes = t.depletes
    group by t.patient, u.option
)
select patient, option, barred,
    case when barred then because end as because,
    case when barred is null then missing end as missing
from judged
where barred or doubtful
