-- stage_steps: Which stage is derived by each system, step by step?
--
-- A system's stages are tried by rank: a stage applies when every condition of one of its alternatives holds and every
-- stage before it is excluded; the remaining stage needs that all others are excluded. A system may use another's stage,
-- so a second step stages what uses one of the first; none uses one that itself uses another. Where a system that uses
-- none cannot be derived, its reported stage stands in, named so.
-- Steps: 2
-- Reads: stage_steps_before, staging_items, stage_conditions, stage_points, stage_systems, stage_items
-- Nulls: an unknown item makes its condition unknown, one that is a word instead of a number does not meet a limit; a stage
--   is given only when what is unknown cannot change it.
with staged as (
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
    select
        i.patient, i.system, c.stage, c.rank, c.alternative, c.n_conditions, c.n_alternatives, c.n_before, i.read_on, i.rows_read,
        c.fact,
        case when c.is_word is not null then case when i.word is null then null when i.word = c.is_word then 1 else 0 end
             when i.value is null and i.word is null then null
             when (c.at_least is null or i.value >= c.at_least) and (c.more_than is null or i.value > c.more_than)
              and (c.below is null or i.value < c.below) and (c.at_most is null or i.value <= c.at_most)
             then 1 else 0 end as holds
    from known i
    join stage_conditions c on c.system = i.system and c.item = i.item
),
alternatives as (
    select patient, system, stage, rank, alternative, n_alternatives, n_before,
        case when min(holds) = 0 then 0 when count(holds) = n_conditions then 1 end as holds, max(read_on) as read_on
    from tests
    group by patient, system, stage, rank, alternative, n_conditions, n_alternatives, n_before
),
stages as (
    select patient, system, stage, rank, n_before,
        case when max(holds) = 1 then 1 when count(case when holds = 0 then 1 end) = n_alternatives then 0 end as holds,
        max(case when holds = 1 then read_on end) as read_on, max(read_on) as tried_on
    from alternatives
    group by patient, system, stage, rank, n_alternatives, n_before
),
ranked as (
    select s.*, min(case when holds = 1 then rank end) over (partition by patient, system) as met_rank from stages s
),
decided as (
    select k.patient, k.system, y.criterion, y.otherwise,
        max(case when k.rank = k.met_rank then k.stage end) as met,
        max(case when k.rank = k.met_rank then k.read_on end) as met_on, max(k.tried_on) as tried_on
    from ranked k
    join stage_systems y on y.system = k.system
    group by k.patient, k.system, k.met_rank, y.criterion, y.otherwise, y.n_stages
    having count(case when k.holds = 0 and k.rank < coalesce(k.met_rank, k.rank + 1) then 1 end)
         = coalesce(max(case when k.rank = k.met_rank then k.n_before end), y.n_stages)
),
met_for as (
    select t.patient, t.system, t.alternative, min(t.fact) || '; ' || joined(collect_set(t.rows_read), '; ') as because
    from decided d
    join tests t on t.patient = d.patient and t.system = d.system and t.stage = d.met
    join alternatives a
      on a.patient = t.patient and a.system = t.system and a.stage = t.stage and a.alternative = t.alternative and a.holds = 1
    group by t.patient, t.system, t.alternative
),
excluded_for as (
    select t.patient, t.system, joined(collect_set(t.rows_read), '; ') as because
    from decided d
    join tests t on t.patient = d.patient and t.system = d.system and t.holds = 0
    where d.met is null
    group by t.patient, t.system
),
derived as (
    select d.patient, d.system, d.met_on as assessed_on, d.met as stage, min(m.because) as because
    from decided d
    join met_for m on m.patient = d.patient and m.system = d.system
    group by d.patient, d.system, d.met_on, d.met
    union all
    select d.patient, d.system, d.tried_on as assessed_on, d.otherwise as stage,
        concat_ws('; ', fact_ref(d.criterion, 'otherwise'), x.because) as because
    from decided d
    left join excluded_for x on x.patient = d.patient and x.system = d.system
    where d.met is null and d.otherwise is not null
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
