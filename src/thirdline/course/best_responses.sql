-- best_responses: What was the best confirmed category of each line, and was a better one seen once?
--
-- Up to the confirmed progression of the line; the deepest that an assessment and the next have shown
-- is the best, reached on the first assessment that shows it. A category that only the last evaluable
-- assessment shows awaits confirmation and stands apart as unconfirmed.
-- Reads: line_spans, graded_responses, categories, progressions, response_rules
-- Empty without: line_spans
-- Nulls: nothing evaluable is NE without a day; no better category awaiting confirmation, no unconfirmed.
with ends as (
    select patient, line, min(progressed_on) as progressed_on, min(because) as because
    from progressions
    where confirmed_on is not null
    group by patient, line
),
counted as (
    select g.patient, g.line, g.assessed_on, g.depth, g.next_on, g.shown
    from graded_responses g
    left join ends e on e.patient = g.patient and e.line = g.line
    where g.shown is not null and (e.patient is null or g.assessed_on < e.progressed_on)
),
deepest as (
    select patient, line, max(shown) as depth from counted group by patient, line
),
firsts as (
    select d.patient, d.line, d.depth, min(c.assessed_on) as assessed_on
    from counted c
    join deepest d on d.patient = c.patient and d.line = c.line and d.depth = c.shown
    group by d.patient, d.line, d.depth
),
pending as (
    select c.patient, c.line, max(c.depth) as depth, min(g.because) as because
    from counted c
    join deepest d on d.patient = c.patient and d.line = c.line and d.depth < c.depth
    join graded_responses g on g.patient = c.patient and g.line = c.line and g.assessed_on = c.assessed_on
    where c.next_on is null
    group by c.patient, c.line
)
select
    s.patient, s.line,
    case when f.patient is not null then c.response when e.patient is not null then 'PD' else 'NE' end as best,
    coalesce(f.assessed_on, e.progressed_on) as achieved_on,
    u.response as unconfirmed,
    concat_ws('; ', fact_ref(r.criterion, 'categories'),
        case when f.patient is not null then g.because when e.patient is not null then e.because
             else 'no assessment of this line can be evaluated' end,
        case when n.because is not null then 'confirmed by; ' || n.because end,
        case when p.patient is not null then 'seen once; ' || p.because end) as because
from line_spans s
cross join response_rules r
left join firsts f on f.patient = s.patient and f.line = s.line
left join graded_responses g on g.patient = f.patient and g.line = f.line and g.assessed_on = f.assessed_on
left join graded_responses n on n.patient = g.patient and n.line = g.line and n.assessed_on = g.next_on
left join categories c on c.depth = f.depth
left join ends e on e.patient = s.patient and e.line = s.line
left join pending p on p.patient = s.patient and p.line = s.line
left join categories u on u.depth = p.depth
