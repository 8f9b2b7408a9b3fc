-- involved_chains: Which light chain does each patient's disease make?
--
-- The chain recorded for the patient; without one, the chain in excess at the first measurement of both chains whose
-- ratio lies outside the normal range. It is fixed once, not chosen anew at every date.
-- Reads: patients, light_chains
-- Nulls: no chain recorded and no abnormal ratio leaves the patient out.
with firsts as (
    select patient, in_excess, assessed_on, rows_read,
        row_number() over (partition by patient order by assessed_on asc nulls last, rows_read asc nulls last) as place
    from light_chains
    where in_excess is not null
)
select
    p.patient, coalesce(p.light_chain, f.in_excess) as chain,
    case when p.light_chain is not null then row_ref('patients', p.patient) else f.rows_read end as because
from patients p
left join firsts f on f.patient = p.patient and f.place = 1
where coalesce(p.light_chain, f.in_excess) is not null
