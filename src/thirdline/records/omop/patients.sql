-- patients: Who is in the database, with which disease since when, seen or dead when?
--
-- A person is one row. A second diagnosis, or a second day of death, is a row more, so that reading finds the conflict.
-- The disease was diagnosed on the day of its first condition. A date of birth needs year, month and day: where the
-- model holds no more than a year, its birth_datetime was filled in by the conversion and is not used.
-- Last seen is the last day of a visit or of an observation period.
-- Reads: omop_person, omop_death, omop_care_site, omop_visit_occurrence, omop_observation_period,
--   omop_condition_occurrence, omop_meanings, omop_sexes
-- Nulls: as found; a diagnosis that none of the conditions is.
with people as (
    select
        p.person_id,
        row_number() over (partition by p.person_id order by p.year_of_birth, p.month_of_birth, p.day_of_birth) as nth,
        case when p.year_of_birth is null then p.birth_datetime
             else concat_ws('-', p.year_of_birth, lpad(p.month_of_birth, 2, '0'),
                            case when p.month_of_birth is not null then lpad(p.day_of_birth, 2, '0') end) end as born_on,
        s.sex, c.care_site_name
    from omop_person p
    left join omop_sexes s
      on s.concept is not distinct from p.gender_concept_id and s.source is not distinct from p.gender_source_value
    left join omop_care_site c on c.care_site_id = p.care_site_id
),

diagnosed as (
    select person_id, diagnosis, diagnosed_on, row_number() over (partition by person_id order by diagnosis) as nth
    from (
        select
            c.person_id, m.word as diagnosis,
            coalesce(cast(min(iso_date(coalesce(c.condition_start_date, c.condition_start_datetime))) as varchar),
                     min(coalesce(c.condition_start_date, c.condition_start_datetime))) as diagnosed_on
        from omop_condition_occurrence c
        join omop_meanings m
          on m.kind = 'condition_occurrence' and m.list = 'diagnosis' and m.word is not null
         and m.concept is not distinct from nullif(c.condition_concept_id, '0')
         and m.source_concept is not distinct from nullif(c.condition_source_concept_id, '0')
         and m.source is not distinct from c.condition_source_value
        group by c.person_id, m.word
    )
),

deaths as (
    select person_id, died_on, row_number() over (partition by person_id order by died_on) as nth
    from (select distinct person_id, coalesce(death_date, death_datetime) as died_on from omop_death)
    where died_on is not null
),

seen as (
    select person_id, cast(max(iso_date(on_day)) as varchar) as last_seen_on
    from (
        select person_id, coalesce(visit_end_date, visit_end_datetime, visit_start_date, visit_start_datetime) as on_day
        from omop_visit_occurrence
        union all
        select person_id, observation_period_end_date from omop_observation_period
    )
    group by person_id
),

numbered as (
    select person_id, nth from people
    union
    select person_id, nth from diagnosed
    union
    select person_id, nth from deaths
)

select
    n.person_id as patient, p.born_on, p.sex, d.diagnosis, d.diagnosed_on, p.care_site_name as centre,
    x.died_on, case when n.nth = 1 then s.last_seen_on end as last_seen_on
from numbered n
left join people p on p.person_id is not distinct from n.person_id and p.nth = n.nth
left join diagnosed d on d.person_id = n.person_id and d.nth = n.nth
left join deaths x on x.person_id = n.person_id and x.nth = n.nth
left join seen s on s.person_id = n.person_id
where n.person_id is null or n.person_id in (select person_id from omop_person)
