-- unknown_drugs: Which drugs were charted by words that name none?
--
-- Reads: exposures, unreadable
-- Nulls: none.
with words as (
    select list(name order by name) as names from unreadable
)
select 'exposures' as "table", e.patient, e.row, 'drug' as "column", e.drug as was,
    w.names[1 + cast(floor(drawn(e.patient, concat(e.row, '/name')) * len(w.names)) as integer)] as became
from exposures e
cross join words w
where met(e.patient, e.row)
