-- settled_observations: What became of each Observation and DiagnosticReport?
--
-- It is used when its code, or that of an Observation or component in it, means something here. One whose code means
-- nothing is told in `issues` by its table. One that only holds others has no value to lose.
-- Reads: fhir_observations, fhir_codes
-- Nulls: settled where it is used; its element where there is nothing to tell.
with inner_rows as (
    select o."of" as row, max(case when o.stands and has_meaning(c) then 1 else 0 end) as known
    from fhir_observations o
    left join fhir_codes c on c.code = o.code
    where o."of" is not null
    group by o."of"
)

select
    o.file, o.line, o.kind, o.id, o.patient,
    case when o.refused is not null then o.refused
         when (o.stands and has_meaning(c)) or i.known = 1 then null
         when (o.stands and o.kind = 'Observation') or i.row is not null then set_aside('unmapped_code', null, null)
         else set_aside('holds_no_value_itself', null, null) end as settled
from fhir_observations o
left join fhir_codes c on c.code = o.code
left join inner_rows i on i.row = o.rowid
where o."of" is null
