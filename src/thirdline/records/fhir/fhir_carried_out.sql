-- fhir_carried_out: Which orders are told again by what was given?
--
-- An order is carried out when the same patient was given, handed or said to take the same drug on a day for which it
-- was ordered. An order without an end is for all days from its start.
-- Reads: fhir_given, fhir_drugs
-- Nulls: an order without a day, or of an unknown drug, is never taken as carried out.
select o.rowid as row
from fhir_given o
join fhir_drugs d on d.row = o.rowid
where o.kind = 'MedicationRequest' and o.refused is null and exists (
    select 1
    from fhir_given g
    join fhir_drugs e on e.row = g.rowid
    where g.kind <> 'MedicationRequest' and g.refused is null and g.patient = o.patient and e.means = d.means
      and left(coalesce(g.ended_on, g.started_on), 10) >= left(o.started_on, 10)
      and left(g.started_on, 10) <= left(coalesce(o.ended_on, g.started_on), 10)
)
