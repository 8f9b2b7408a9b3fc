-- stage_steps: Which stage is derived by each system, step by step?
--
-- A system's stages are tried by rank: a stage applies when every condition of one of its alternatives holds and every
-- stage before it is excluded; the remaining stage needs that all others are excluded. A system may use another's stage,
-- so a second step stages what uses one of the first; none uses one that itself uses another. Where a system that uses
-- none cannot be derived, its reported stage stands in, named so. An alternative or stage that stays unknown is left out.
-- Steps: 2
-- Reads: stage_steps_before, staging_items, stage_conditions, stage_points, stage_systems, stage_items
-- Nulls: an unknown item makes its condition unknown, one that is a word instead of a number does not meet a limit; a stage
--   is given only when what is unknown cannot change it.
with conditions as (
    select c.*,
        row_number() over (
            order by system asc nulls last, rank asc nulls last, alternative asc nulls last, item asc nulls last
        ) as place
    from stage_conditions c
),
staged as (
    select distinct patient from stage_steps_before
),
borrowed as (
    select b.patient, u.system, b.system as item, b.stage as word, b.assessed_on as read_on,
        row_ref('staging', b.patient || '/' || b.system) as rows_read
    from stage_steps_before b
    join stage_items u on u.item = b.system
    left join stage_steps_before d on d.patient = b.patient and d.system = u.system
    where d.patient is null
),
borrowers as (
    select distinct patient, system from borrowed
),
items as (
    select i.patient, i.system, i.item, i.value, i.word, i.read_on, i.rows_read
    from staging_items i
    left join staged d on d.patient = i.patient
    left join borrowers b on b.patient = i.patient and b.system = i.system
    where d.patient is null or b.patient is not null
    union all
    select patient, system, item, null as value, word, read_on, rows_read from borrowed
),
scored as (
    select i.patient, i.system, sum(p.points) as points, count(*) as n_items, max(i.read_on) as read_on,
        joined(collect_set(i.rows_read), '; ') as rows_read
    from items i
    join stage_points p on p.system = i.system and p.item = i.item and p.is_word = i.word
    group by i.patient, i.system
),
known as (
    select * from items
    union all
    select s.patient, s.system, 'points' as item, s.points as value, null as word, s.read_on, s.rows_read
    from scored s
    join stage_systems y on y.system = s.system and y.n_point_items = s.n_items
),
tests as (
    select i.patient, c.place, i.read_on,
        case when c.is_word is not null then case when i.word is null then null when i.word = c.is_word then 1 else 0 end
             when i.value is null and i.word is null then null
             when (c.at_least is null or i.value >= c.at_least) and (c.more_than is null or i.value > c.more_than)
              and (c.below is null or i.value < c.below) and (c.at_most is null or i.value <= c.at_most)
             then 1 else 0 end as holds
    from known i
    join conditions c on c.system = i.system and c.item = i.item
),
alternatives as (
    select t.patient, c.system, c.rank, min(c.n_alternatives) as n_alternatives, min(c.n_before) as n_before,
        min(t.holds) as holds, max(t.read_on) as read_on
    from tests t
    join conditions c on c.place = t.place
    group by t.patient, c.system, c.rank, c.alternative
    having min(t.holds) = 0 or count(t.holds) = min(c.n_conditions)
),
stages as (
    select patient, system, rank, min(n_before) as n_before, max(holds) as holds, max(read_on) as tried_on,
        max(case when holds = 1 then read_on end) as read_on
    from alternatives
    group by patient, system, rank
    having max(holds) = 1 or count(*) = min(n_alternatives)
),
ranked as (
    select s.*, min(case when holds = 1 then rank end) over (partition by patient, system) as met_rank from stages s
),
counted as (
    select patient, system, met_rank, max(tried_on) as tried_on,
        max(case when rank = met_rank then read_on end) as met_on, max(case when rank = met_rank then n_before end) as n_before,
        count(case when holds = 0 and (met_rank is null or rank < met_rank) then 1 end) as n_excluded
    from ranked
    group by patient, system, met_rank
),
decided as (
    select c.patient, c.system, c.met_rank, case when c.met_rank is null then c.tried_on else c.met_on end as assessed_on,
        case when c.met_rank is null then y.otherwise end as otherwise,
        case when c.met_rank is null then fact_ref(y.criterion, 'otherwise') end as fact
    from counted c
    join stage_systems y on y.system = c.system and c.n_excluded = coalesce(c.n_before, y.n_stages)
    where c.met_rank is not null or y.otherwise is not null
),
grounds as (
    select d.patient, d.system, case when d.met_rank is not null then c.alternative end as alternative,
        max(c.stage) as stage, min(c.fact) as fact, joined(collect_set(k.rows_read), '; ') as rows_read
    from decided d
    join conditions c on c.system = d.system and c.rank = coalesce(d.met_rank, c.rank)
    join tests t on t.patient = d.patient and t.place = c.place and t.holds = case when d.met_rank is null then 0 else 1 end
    join known k on k.patient = d.patient and k.system = c.system and k.item = c.item
    group by d.patient, d.system, d.met_rank, case when d.met_rank is not null then c.alternative end
    having d.met_rank is null or count(*) = min(c.n_conditions)
),
derived as (
    select d.patient, d.system, d.assessed_on, coalesce(d.otherwise, g.stage) as stage,
        min(concat_ws('; ', coalesce(d.fact, g.fact), g.rows_read)) as because
    from decided d
    left join grounds g on g.patient = d.patient and g.system = d.system
    group by d.patient, d.system, d.assessed_on, coalesce(d.otherwise, g.stage)
),
reported as (
    select i.patient, i.system, i.read_on as assessed_on, i.word as stage,
        fact_ref(y.criterion, 'window_days') || '; ' || i.rows_read || '; reported, not derived' as because
    from items i
    join stage_systems y on y.system = i.system and y.reported_as = i.item and not y.uses_stages
    left join derived d on d.patient = i.patient and d.system = i.system
    where d.patient is null
)
select patient, system, assessed_on, stage, because from stage_steps_before
union all
select * from derived
union all
select * from reported
