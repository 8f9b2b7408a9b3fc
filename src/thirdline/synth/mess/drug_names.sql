-- drug_names: Which drugs were charted by another of their names, in either language?
--
-- Reads: exposures, spellings
-- Nulls: none.
with named as (
    select drug, list(name order by name) as names from spellings group by drug
),
picked as (
    select e.patient, e.row, e.drug, n.names[1 + cast(floor(drawn(e.patient, concat(e.row, '/name')) * len(n.names)) as integer)] as name
    from exposures e
    join named n on n.drug = e.drug
    where met(e.patient, e.row)
)
select 'exposures' as "table", patient, row, 'drug' as "column", drug as was,
    case when drawn(patient, concat(row, '/case')) < 0.5 then name else upper(name) end as became
from picked
