-- missing_ends: Of which drugs was the end, and why they were stopped, not recorded?
--
-- Reads: exposures
-- Nulls: the end and the reason become null.
with picked as (
    select * from exposures where ended_on is not null and met(patient, row)
)
select 'exposures' as "table", patient, row, 'ended_on' as "column", ended_on as was, null as became from picked
union all
select 'exposures', patient, row, 'stopped_because', stopped_because, null from picked where stopped_because is not null
