-- staging: Which stage had the disease at diagnosis, by each system?
--
-- A system's stages are tried by rank: a stage applies when every condition of one of its alternatives holds and no
-- stage before it could still apply; the remaining stage needs that all others are excluded. A system may use another's
-- stage, so the step is repeated. Where nothing can be derived, a reported stage stands in, named so.
-- Reads: staging_before, staging_items, stage_conditions, stage_points, stage_systems
-- Nulls: an unknown item makes its condition unknown, one that is a word instead of a number does not meet a limit; a stage is given only when what is unknown cannot change it.
with items as (
    select patient, system, item, value, word, read_on, rows_read from staging_items
    union all
    select b.patient, s.system, b.system as item, null as value, b.stage as word, b.assessed_on as read_on,
        row_ref('staging', b.patient || '/' || b.system) as rows_read
    from staging_before b
    join stage_systems s on s.system <> b.system
),
scored as (
    select i.patient, i.system, sum(p.points) as points, count(*) as n_items, max(i.read_on) as read_on,
        joined(collect_set(i.rows_read), '; ') as rows_read
    from items i
    join stage_points p on p.system = i.system and p.item = i.item and p.is_word = i.word
    group by i.patient, i.system
),
wanted as (
    select system, count(distinct item) as n_items from stage_points group by system
),
known as (
    select * from items
    union all
    select s.patient, s.system, 'points' as item, s.points as value, null as word, s.read_on, s.rows_read
    from scored s
    join wanted w on w.system = s.system and w.n_items = s.n_items
),
concerned as (
    select distinct patient, system from items
),
tests as (
    select
        p.patient, c.system, c.stage, c.rank, c.alternative, i.read_on, i.rows_read, c.fact,
        case when i.item is null then null
             when c.is_word is not null then case when i.word is null then null when i.word = c.is_word then 1 else 0 end
             when i.value is null and i.word is null then null
             when (c.at_least is null or i.value >= c.at_least) and (c.more_than is null or i.value > c.more_than)
              and (c.below is null or i.value < c.below) and (c.at_most is null or i.value <= c.at_most)
             then 1 else 0 end as holds
    from concerned p
    join stage_conditions c on c.system = p.system
    left join known i on i.patient = p.patient and i.system = p.system and i.item = c.item
),
alternatives as (
    select patient, system, stage, rank, alternative,
        case when min(holds) = 0 then 0 when count(holds) = count(*) then 1 end as holds,
        max(read_on) as read_on,
        min(fact) || '; ' || joined(collect_set(case when holds = 1 then rows_read end), '; ') as because,
        joined(collect_set(case when holds = 0 then rows_read end), '; ') as against
    from tests
    group by patient, system, stage, rank, alternative
),
stages as (
    select patient, system, stage, rank,
        case when max(holds) = 1 then 1 when count(holds) = count(*) then 0 end as holds,
        max(case when holds = 1 then read_on end) as read_on,
        min(case when holds = 1 then because end) as because,
        max(read_on) as tried_on,
        joined(collect_set(case when against <> '' then against end), '; ') as against
    from alternatives
    group by patient, system, stage, rank
),
doubts as (
    select patient, system,
        min(case when holds = 1 then rank end) as met_rank,
        min(case when holds is null then rank end) as open_rank,
        max(tried_on) as tried_on,
        joined(collect_set(case when against <> '' then against end), '; ') as against
    from stages
    group by patient, system
),
derived as (
    select s.patient, s.system, s.read_on as assessed_on, s.stage, s.because
    from doubts d
    join stages s on s.patient = d.patient and s.system = d.system and s.rank = d.met_rank
    where d.open_rank is null or d.open_rank > d.met_rank
    union all
    select d.patient, d.system, d.tried_on as assessed_on, y.otherwise as stage,
        concat_ws('; ', fact_ref(y.criterion, 'otherwise'), d.against) as because
    from doubts d
    join stage_systems y on y.system = d.system
    where d.met_rank is null and d.open_rank is null and y.otherwise is not null
),
reported as (
    select i.patient, i.system, i.read_on as assessed_on, i.word as stage,
        fact_ref(y.criterion, 'window_days') || '; ' || i.rows_read || '; reported, not derived' as because
    from staging_items i
    join stage_systems y on y.system = i.system and y.reported_as = i.item
    left join derived d on d.patient = i.patient and d.system = i.system
    where d.patient is null
)
select * from derived
union all
select * from reported
