-- settled_procedures: What became of each Procedure?
--
-- One whose code means nothing here is told in `issues` by its table.
-- Reads: fhir_procedures, fhir_meanings
-- Nulls: settled where it is used; its element where there is nothing to tell.
select
    p.file, p.line, p.kind, p.id, p.patient,
    case when p.refused is not null then p.refused
         when m.means is null then set_aside('unmapped_code', null, null) end as settled
from fhir_procedures p
left join fhir_meanings m on m.list = 'procedure' and m.concept = p.code
