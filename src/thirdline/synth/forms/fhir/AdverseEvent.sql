-- AdverseEvent: What befell the patients?
--
-- Reads: events
-- Nulls: left out of the line.
select
    'AdverseEvent' as "resourceType",
    concat(patient, '-e', row_number() over (partition by patient order by started_on, attributed_to)) as id,
    'actual' as actuality,
    {'text': event} as event,
    {'reference': concat('Patient/', patient)} as subject,
    started_on as date,
    case when attributed_to is not null then [{'instance': {'display': attributed_to}}] end as "suspectEntity"
from events
