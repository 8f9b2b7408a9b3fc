-- Procedure: What was done?
--
-- Reads: procedures
-- Nulls: left out of the line.
select
    'Procedure' as "resourceType",
    concat(patient, '-p', row_number() over (partition by patient order by performed_on, procedure)) as id,
    'completed' as status,
    {'text': replace(procedure, '_', ' ')} as code,
    {'reference': concat('Patient/', patient)} as subject,
    performed_on as "performedDateTime"
from procedures
