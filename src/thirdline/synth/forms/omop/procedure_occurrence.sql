-- procedure_occurrence: What was done?
--
-- Reads: procedures
-- Nulls: none.
select
    row_number() over (order by patient, performed_on, procedure) as procedure_occurrence_id,
    person_of(patient) as person_id, 0 as procedure_concept_id, performed_on as procedure_date,
    from_record() as procedure_type_concept_id, replace(procedure, '_', ' ') as procedure_source_value
from procedures
