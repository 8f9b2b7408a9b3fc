-- found_exposures: Which drugs was the patient given, taken, handed or ordered?
--
-- An order that was carried out is told by what carried it out.
-- Reads: fhir_given, fhir_medications, fhir_meanings, fhir_carried_out
-- Nulls: what is not recorded.
select
    g.patient, d.says as drug, g.started_on, g.ended_on, g.amount, g.unit, r.says as route,
    cast(null as varchar) as regimen, s.says as stopped_because
from fhir_given g
left join fhir_drugs d on d.row = g.rowid
left join fhir_meanings r on r.list = 'label' and r.concept = g.route
left join fhir_meanings s on s.list = 'stop_reason' and s.concept = g.reason
where g.refused is null and g.rowid not in (select row from fhir_carried_out)
