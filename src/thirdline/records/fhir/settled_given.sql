-- settled_given: What became of each administration, statement, order and dispense of a drug?
--
-- One of a drug that nobody knows stays in the record, and is told in `issues` by its table.
-- Reads: fhir_given, fhir_drugs, fhir_carried_out
-- Nulls: settled where it is used; its element where there is nothing to tell.
select
    g.file, g.line, g.kind, g.id, g.patient,
    case when g.refused is not null then g.refused
         when o.row is not null then set_aside('order_carried_out', 'intent', 'order')
         when d.means is null then set_aside('unmapped_code', null, null) end as settled
from fhir_given g
left join fhir_drugs d on d.row = g.rowid
left join fhir_carried_out o on o.row = g.rowid
