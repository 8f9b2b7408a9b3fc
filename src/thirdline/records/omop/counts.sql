-- counts: What became of the rows of each table of the database?
--
-- A row whose code means something here is handed on to a table of the record, which says itself what it leaves out; so
-- are all drugs. Facts that are gathered into the patient's own row need a patient and a day.
-- Reads: the views of the database, omop_meanings, omop_episode_roles
-- Nulls: none.
with persons as (select distinct person_id from omop_person where person_id is not null),

known as (
    select person_id, coalesce(word, shown) as drug from omop_drug_exposure x
    join omop_meanings m
      on m.kind = 'drug_exposure'
     and m.concept is not distinct from nullif(x.drug_concept_id, '0')
     and m.source_concept is not distinct from nullif(x.drug_source_concept_id, '0')
     and m.source is not distinct from x.drug_source_value
    where exists (select 1 from omop_drug_era)
),

gathered as (
    select 'death' as kind, person_id, coalesce(death_date, death_datetime) as on_day from omop_death
    union all
    select 'visit_occurrence', person_id,
        coalesce(visit_end_date, visit_end_datetime, visit_start_date, visit_start_datetime) from omop_visit_occurrence
    union all
    select 'observation_period', person_id, observation_period_end_date from omop_observation_period
    union all
    select 'condition_occurrence', c.person_id, coalesce(c.condition_start_date, c.condition_start_datetime, 'undated')
    from omop_condition_occurrence c
    join omop_meanings m
      on m.kind = 'condition_occurrence' and m.list = 'diagnosis' and m.word is not null
     and m.concept is not distinct from nullif(c.condition_concept_id, '0')
     and m.source_concept is not distinct from nullif(c.condition_source_concept_id, '0')
     and m.source is not distinct from c.condition_source_value
),

outcomes as (
    select kind, outcome, rows from omop_meanings
    where kind not in ('drug_era', 'condition_occurrence')
       or kind = 'condition_occurrence' and (list <> 'diagnosis' or word is null)
    union all
    select 'drug_era',
        case when exists (select 1 from known k where k.person_id = e.person_id and k.drug = coalesce(m.word, m.shown))
             then 'in_exposures' else 'used' end, 1
    from omop_drug_era e
    join omop_meanings m on m.kind = 'drug_era' and m.concept is not distinct from nullif(e.drug_concept_id, '0')
    union all
    select g.kind,
        case when p.person_id is null then case when g.person_id is null then 'missing_patient' else 'unknown_patient' end
             when g.on_day is null then 'missing_date' else 'used' end, 1
    from gathered g
    left join persons p on p.person_id = g.person_id
    union all
    select 'person', 'used', 1 from omop_person
    union all
    select 'episode',
        case when r.role is null then 'unmapped_code'
             when exists (
                 select 1 from omop_episode_event v
                 join omop_episode_roles f on f.concept = v.episode_event_field_concept_id and f.role = 'drug_exposure'
                 join omop_drug_exposure x on x.drug_exposure_id = v.event_id
                 where v.episode_id = e.episode_id
             ) then 'used' else 'not_linked' end, 1
    from omop_episode e
    left join omop_episode_roles r on r.concept = e.episode_concept_id and r.role = 'treatment_regimen'
)

select kind, outcome, cast(sum(rows) as bigint) as rows from outcomes group by kind, outcome
