-- graded_responses: Which category stands at each assessment, and which was the next evaluable one?
--
-- Progression, from its day until it is confirmed or refuted by the next assessment, replaces the category; from a
-- confirmed progression on, every later assessment of the line is progression. Assessments that cannot be evaluated
-- are passed over in looking for the next, and so are those that rest on a sample already read. Each assessment `shown`
-- the lesser of itself and the next; stable disease it shows alone, and so it does what needs no repeat.
-- Reads: assessments, progressions, categories
-- Nulls: no later evaluable assessment in the line, no next; one that cannot be evaluated, or that is progression, has
--   shown nothing.
with worsened as (
    select a.patient, a.line, a.assessed_on, min(p.progressed_on) as progressed_on, min(p.confirmed_on) as confirmed_on,
        min(p.because) as because
    from assessments a
    join progressions p
      on p.patient = a.patient and p.line = a.line
     and (p.progressed_on = a.assessed_on or (p.confirmed_on is not null and p.progressed_on < a.assessed_on))
    group by a.patient, a.line, a.assessed_on
),
days as (
    select a.patient, a.line, a.assessed_on,
        case when w.patient is not null then 'PD' else a.response end as response,
        case when w.patient is not null then true else a.repeats end as repeats,
        case when w.patient is not null then w.because else a.because end as because,
        case when w.patient is not null then a.assessed_on else a.read_from end as read_from,
        case when w.patient is not null then a.assessed_on else a.read_until end as read_until,
        w.confirmed_on as progression_confirmed_on
    from assessments a
    left join worsened w on w.patient = a.patient and w.line = a.line and w.assessed_on = a.assessed_on
    union all
    select p.patient, p.line, p.progressed_on as assessed_on, 'PD' as response, true as repeats, p.because,
        p.progressed_on as read_from, p.progressed_on as read_until, p.confirmed_on as progression_confirmed_on
    from progressions p
    left join assessments a on a.patient = p.patient and a.line = p.line and a.assessed_on = p.progressed_on
    where a.patient is null
),
evaluable as (
    select d.patient, d.line, d.assessed_on, d.read_from, d.read_until, c.depth, d.because
    from days d
    join categories c on c.response = d.response
    where c.depth > 0
),
nexts as (
    select e.patient, e.line, e.assessed_on, min(n.assessed_on) as next_on
    from evaluable e
    join evaluable n
      on n.patient = e.patient and n.line = e.line and n.assessed_on > e.assessed_on and n.read_from > e.read_until
    group by e.patient, e.line, e.assessed_on
),
stable as (
    select depth from categories where response = 'SD'
)
select d.patient, d.line, d.assessed_on, d.response, c.depth, d.repeats, d.because, d.progression_confirmed_on,
    n.next_on, e.depth as next_depth, e.because as next_because,
    case when c.depth = 0 or d.response = 'PD' then null
         when not d.repeats then c.depth
         when e.depth is null then least(c.depth, s.depth)
         else greatest(least(c.depth, s.depth), least(c.depth, e.depth)) end as shown
from days d
cross join stable s
join categories c on c.response = d.response
left join nexts n on n.patient = d.patient and n.line = d.line and n.assessed_on = d.assessed_on
left join evaluable e on e.patient = d.patient and e.line = d.line and e.assessed_on = n.next_on
