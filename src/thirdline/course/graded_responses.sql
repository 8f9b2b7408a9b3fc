-- graded_responses: Which category stands at each assessment, and which was the next evaluable one?
--
-- Progression, from its day until it is confirmed or refuted by the next assessment, replaces the category; from a
-- confirmed progression on, every later assessment of the line is progression. Assessments that cannot be evaluated
-- are passed over in looking for the next, and so are those that rest on a sample already read. Each assessment `shown`
-- the lesser of itself and the next; stable disease it shows alone, and so it does what needs no repeat.
-- Reads: assessments, progressions, categories
-- Nulls: no later evaluable assessment in the line, no next; one that cannot be evaluated, or that is progression, has
--   shown nothing.
with known as (
    select max(case when response = 'SD' then depth end) as stable, max(case when response = 'PD' then depth end) as worse
    from categories
),
days as (
    select a.patient, a.line, a.assessed_on,
        case when p.patient is not null then 'PD' else a.response end as response,
        case when p.patient is not null then k.worse else a.depth end as depth,
        case when p.patient is not null then true else a.repeats end as repeats,
        case when p.patient is not null then p.because else a.because end as because,
        case when p.patient is not null then a.assessed_on else a.read_from end as read_from,
        case when p.patient is not null then a.assessed_on else a.read_until end as read_until,
        p.confirmed_on as progression_confirmed_on, k.stable
    from assessments a
    cross join known k
    left join progressions p
      on p.patient = a.patient and p.line = a.line
     and (p.progressed_on = a.assessed_on or (p.confirmed_on is not null and p.progressed_on < a.assessed_on))
    union all
    select p.patient, p.line, p.progressed_on as assessed_on, 'PD' as response, k.worse as depth, true as repeats, p.because,
        p.progressed_on as read_from, p.progressed_on as read_until, p.confirmed_on as progression_confirmed_on, k.stable
    from progressions p
    cross join known k
    left join assessments a on a.patient = p.patient and a.line = p.line and a.assessed_on = p.progressed_on
    where a.patient is null
),
evaluable as (
    select patient, line, assessed_on, read_from, read_until,
        lead(assessed_on) over (partition by patient, line order by assessed_on asc nulls last) as following_on,
        lead(read_from) over (partition by patient, line order by assessed_on asc nulls last) as following_from
    from days
    where depth > 0
),
nexts as (
    select patient, line, assessed_on, following_on as next_on from evaluable where following_from > read_until
    union all
    select e.patient, e.line, e.assessed_on, min(n.assessed_on) as next_on
    from evaluable e
    join evaluable n
      on n.patient = e.patient and n.line = e.line and n.assessed_on > e.assessed_on and n.read_from > e.read_until
    where e.following_from <= e.read_until
    group by e.patient, e.line, e.assessed_on
)
select d.patient, d.line, d.assessed_on, d.response, d.depth, d.repeats, d.because, d.progression_confirmed_on,
    n.next_on, e.depth as next_depth,
    case when d.depth = 0 or d.response = 'PD' then null
         when not d.repeats then d.depth
         when e.depth is null then least(d.depth, d.stable)
         else greatest(least(d.depth, d.stable), least(d.depth, e.depth)) end as shown
from days d
left join nexts n on n.patient = d.patient and n.line = d.line and n.assessed_on = d.assessed_on
left join days e on e.patient = n.patient and e.line = n.line and e.assessed_on = n.next_on
