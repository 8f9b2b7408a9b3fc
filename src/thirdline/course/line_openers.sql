-- line_openers: Why was each line of therapy opened?
--
-- By the first treatment, a transplant, progression within what was planned, or a change of drugs.
-- Reads: line_openings, drug_changes, therapies, line_rules
-- Empty without: line_openings
-- Nulls: none.
with opening_rows as (
    select n.patient, n.line, joined(collect_set(row_ref(t.record, t.row)), '; ') as refs
    from line_openings n
    join therapies t
      on t.patient = n.patient and t.started_on = n.started_on and t.begun_on = t.started_on
     and t.part in ('treating', 'cell_product', 'transplant')
    group by n.patient, n.line
)
select
    n.patient, n.line, case when n.kind = 'drug' then c.change else n.kind end as opened_by,
    concat_ws('; ', fact_ref(r.criterion, n.fact), o.refs, n.relapse) as because
from line_openings n
join opening_rows o on o.patient = n.patient and o.line = n.line
cross join line_rules r
left join drug_changes c on c.patient = n.patient and c.line = n.line
