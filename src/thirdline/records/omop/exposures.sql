-- exposures: Which drugs does the database say were given, from when to when?
--
-- Every exposure of a known drug is a row. What is not known here is told once a person and drug, over all its days: it
-- shows that something was given. An era of drugs is used only for a person whose exposures do not name that drug.
-- The regimen is that of the treatment episode to which the exposure is linked, where they agree on one.
-- An exposure of this model has no dose; its end may have been inferred by the conversion from a supply of days.
-- Reads: omop_drug_exposure, omop_drug_era, omop_episode, omop_episode_event, omop_meanings, omop_concepts,
--   omop_episode_roles
-- Nulls: as found; the regimen where the exposure is linked to none.
with regimens as (
    select
        v.event_id as exposure,
        case when min(coalesce(c.name, e.episode_source_value)) = max(coalesce(c.name, e.episode_source_value))
             then min(coalesce(c.name, e.episode_source_value)) end as regimen
    from omop_episode e
    join omop_episode_roles r on r.concept = e.episode_concept_id and r.role = 'treatment_regimen'
    join omop_episode_event v on v.episode_id = e.episode_id
    join omop_episode_roles f on f.concept = v.episode_event_field_concept_id and f.role = 'drug_exposure'
    left join omop_concepts c on c.concept = nullif(e.episode_object_concept_id, '0')
    group by v.event_id
),

given as (
    select
        x.person_id, m.word, m.shown, g.regimen, x.stop_reason, coalesce(r.name, x.route_source_value) as route,
        coalesce(x.drug_exposure_start_date, x.drug_exposure_start_datetime) as started_on,
        coalesce(x.drug_exposure_end_date, x.drug_exposure_end_datetime) as ended_on
    from omop_drug_exposure x
    join omop_meanings m
      on m.kind = 'drug_exposure'
     and m.concept is not distinct from nullif(x.drug_concept_id, '0')
     and m.source_concept is not distinct from nullif(x.drug_source_concept_id, '0')
     and m.source is not distinct from x.drug_source_value
    left join regimens g on g.exposure = x.drug_exposure_id
    left join omop_concepts r on r.concept = nullif(x.route_concept_id, '0')
),

eras as (
    select e.person_id, m.word, m.shown, e.drug_era_start_date as started_on, e.drug_era_end_date as ended_on
    from omop_drug_era e
    join omop_meanings m on m.kind = 'drug_era' and m.concept is not distinct from nullif(e.drug_concept_id, '0')
    where not exists (
        select 1 from given g
        where g.person_id = e.person_id and coalesce(g.word, g.shown) = coalesce(m.word, m.shown)
    )
),

everything as (
    select person_id, word, shown, regimen, stop_reason, route, started_on, ended_on from given
    union all
    select person_id, word, shown, null, null, null, started_on, ended_on from eras
)

select person_id as patient, word as drug, started_on, ended_on, route, regimen, stop_reason as stopped_because
from everything where word is not null
union all
select person_id, shown, min(started_on), case when count(*) = count(ended_on) then max(ended_on) end, null, null, null
from everything where word is null
group by person_id, shown
