-- graded_responses: Which category stands at each assessment, and which was the next evaluable one?
--
-- Progression, from its day until it is confirmed or refuted by the next assessment, replaces the category; from a
-- confirmed progression on, every later assessment of the line is progression. Assessments that cannot be evaluated
-- are passed over in looking for the next.
-- Reads: assessments, progressions, categories, response_rules
-- Nulls: no later evaluable assessment in the line, no next.
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
        w.confirmed_on as progression_confirmed_on
    from assessments a
    left join worsened w on w.patient = a.patient and w.line = a.line and w.assessed_on = a.assessed_on
    union all
    select p.patient, p.line, p.progressed_on as assessed_on, 'PD' as response, true as repeats, p.because,
        p.confirmed_on as progression_confirmed_on
    from progressions p
    left join assessments a on a.patient = p.patient and a.line = p.line and a.assessed_on = p.progressed_on
    where a.patient is null
),
evaluable as (
    select d.patient, d.line, d.assessed_on, c.depth,
        lead(d.assessed_on) over (partition by d.patient, d.line order by d.assessed_on asc nulls last) as next_on,
        lead(c.depth) over (partition by d.patient, d.line order by d.assessed_on asc nulls last) as next_depth,
        lead(d.because) over (partition by d.patient, d.line order by d.assessed_on asc nulls last) as next_because
    from days d
    join categories c on c.response = d.response
    where c.depth > 0
)
select d.patient, d.line, d.assessed_on, d.response, c.depth, d.repeats, d.because, d.progression_confirmed_on,
    e.next_on, e.next_depth, e.next_because
from days d
join categories c on c.response = d.response
left join evaluable e on e.patient = d.patient and e.line = d.line and e.assessed_on = d.assessed_on
