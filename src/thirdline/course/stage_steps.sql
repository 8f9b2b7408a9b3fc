-- stage_steps: Which stage is derived by each system, step by step?
--
-- A system's stages are tried by rank: a stage applies when every condition of one of its alternatives holds and every
-- stage before it is excluded; the remaining stage needs that all others are excluded. A system may use another's stage,
-- so the first step stages by those that use none, and a second by those that use one of the first; none uses one that
-- itself uses another. Where a system that uses none cannot be derived, its reported stage stands in, named so. An
-- alternative or stage that stays unknown is left out.
-- Steps: 2
-- Reads: stage_steps_before, staging_items, stage_conditions, stage_points, stage_systems, stage_items
-- Nulls: an unknown item makes its condition unknown, one that is a word instead of a number does not meet a limit; a stage
--   is given only when what is unknown cannot change it.
with staged as (
    select distinct patient from stage_steps_before
),
items as (
    select i.patient, i.system, i.item, i.value, i.word, i.read_on, i.rows_read
    from staging_items i
    join stage_systems y on y.system = i.system
    left join staged d on d.patient = i.patient
    where y.uses_stages = (d.patient is not null)
    union all
    select b.patient, u.system, b.system as item, null as value, b.stage as word, b.assessed_on as read_on,
        row_ref('staging', b.patient || '/' || b.system) as rows_read
    from stage_steps_before b
    join stage_items u on u.item = b.system
),
scored as (
    select i.patient, i.system, sum(p.points) as points, max(i.read_on) as read_on,
        joined(collect_set(i.rows_read), '; ') as rows_read
    from items i
    join stage_points p on p.system = i.system and p.item = i.item and p.is_word = i.word
    join stage_systems y on y.system = i.system
    group by i.patient, i.system
    having count(*) = min(y.n_point_items)
),
known as (
    select * from items
    union all
    select patient, system, 'points' as item, points as value, null as word, read_on, rows_read from scored
),
tests as (
    select i.patient, i.system, c.stage, c.rank, c.alternative, c.fact, c.n_conditions, c.n_before, i.read_on, i.rows_read,
        case when c.is_word is not null then case when i.word is null then null when i.word = c.is_word then 1 else 0 end
             when i.value is null and i.word is null then null
             when (c.at_least is null or i.value >= c.at_least) and (c.more_than is null or i.value > c.more_than)
              and (c.below is null or i.value < c.below) and (c.at_most is null or i.value <= c.at_most)
             then 1 else 0 end as holds
    from known i
    join stage_conditions c on c.system = i.system and c.item = i.item
),
alternatives as (
    select patient, system, rank, min(holds) as holds, max(read_on) as read_on, min(n_before) as n_before
    from tests
    group by patient, system, rank, alternative
    having min(holds) = 0 or count(holds) = min(n_conditions)
),
reached as (
    select a.patient, a.system, min(case when a.holds = 1 then a.rank end) as rank, min(y.n_alternatives) as n_alternatives
    from alternatives a
    join stage_systems y on y.system = a.system
    group by a.patient, a.system
    having min(case when a.holds = 1 then a.rank end) is not null or min(y.otherwise) is not null
),
decided as (
    select r.patient, r.system, r.rank, max(case when r.rank is null or a.holds = 1 then a.read_on end) as assessed_on
    from alternatives a
    join reached r on r.patient = a.patient and r.system = a.system
    where a.rank <= coalesce(r.rank, a.rank)
    group by r.patient, r.system, r.rank, r.n_alternatives
    having count(case when r.rank is null or a.rank < r.rank then 1 end)
         = coalesce(max(case when a.rank = r.rank then a.n_before end), r.n_alternatives)
),
grounds as (
    select d.patient, d.system, d.rank, d.assessed_on, max(t.stage) as stage, min(t.fact) as fact,
        joined(collect_set(t.rows_read), '; ') as rows_read
    from decided d
    join tests t on t.patient = d.patient and t.system = d.system
    where t.holds = case when d.rank is null then 0 else 1 end and t.rank = coalesce(d.rank, t.rank)
    group by d.patient, d.system, d.rank, d.assessed_on, case when d.rank is not null then t.alternative end
    having d.rank is null or count(*) = min(t.n_conditions)
),
derived as (
    select g.patient, g.system, g.assessed_on, case when g.rank is null then y.otherwise else g.stage end as stage,
        min(concat_ws('; ', case when g.rank is null then fact_ref(y.criterion, 'otherwise') else g.fact end, g.rows_read)) as because
    from grounds g
    join stage_systems y on y.system = g.system
    group by g.patient, g.system, g.assessed_on, case when g.rank is null then y.otherwise else g.stage end
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
