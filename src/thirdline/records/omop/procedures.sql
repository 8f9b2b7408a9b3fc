-- procedures: Which procedures does the database hold?
--
-- Reads: omop_procedure_occurrence, omop_meanings
-- Nulls: as found.
select
    p.person_id as patient, m.word as procedure, coalesce(p.procedure_date, p.procedure_datetime) as performed_on
from omop_procedure_occurrence p
join omop_meanings m
  on m.kind = 'procedure_occurrence' and m.word is not null
 and m.concept is not distinct from nullif(p.procedure_concept_id, '0')
 and m.source_concept is not distinct from nullif(p.procedure_source_concept_id, '0')
 and m.source is not distinct from p.procedure_source_value
