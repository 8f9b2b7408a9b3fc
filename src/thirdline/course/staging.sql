-- staging: Which stage had the disease at diagnosis, by each system?
--
-- As derived; where a system could not be derived, a reported stage stands in, named so.
-- Reads: stage_steps, staging_items, stage_systems
-- Nulls: a system that was neither derived nor reported is left out.
select patient, system, assessed_on, stage, because from stage_steps
union all
select i.patient, i.system, i.read_on as assessed_on, i.word as stage,
    fact_ref(y.criterion, 'window_days') || '; ' || i.rows_read || '; reported, not derived' as because
from staging_items i
join stage_systems y on y.system = i.system and y.reported_as = i.item
left join stage_steps d on d.patient = i.patient and d.system = i.system
where d.patient is null and i.word is not null
