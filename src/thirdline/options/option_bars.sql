-- option_bars: Which options are barred, because the disease is refractory to a drug of theirs or it is contraindicated?
--
-- An option is barred by any drug it cannot be without, or when each of the drugs of which it needs one is barred. A
-- contraindication names a drug or a whole class.
-- Reads: option_drugs, refractoriness, findings
-- Nulls: a drug whose refractoriness is unknown does not bar.
with bars as (
    select patient, drug as word, row_ref('refractoriness', patient || '/' || drug) as because from refractoriness
    union all
    select patient, value as word, row_ref('findings', row) as because
    from findings
    where kind = 'contraindication' and value is not null and value <> 'none'
),
barred as (
    select b.patient, o.option, o.drug, o.needed,
        array_join(sort_array(collect_set(b.because)), '; ') as because
    from option_drugs o
    join bars b on b.word = o.drug or b.word = o.drug_class
    group by b.patient, o.option, o.drug, o.needed
),
sizes as (
    select option, count(*) as n_drugs from option_drugs where not needed group by option
)
select b.patient, b.option, array_join(sort_array(collect_set(b.because)), '; ') as because
from barred b
left join sizes s on s.option = b.option
group by b.patient, b.option
having max(case when b.needed then 1 else 0 end) = 1 or count(*) = min(s.n_drugs)
