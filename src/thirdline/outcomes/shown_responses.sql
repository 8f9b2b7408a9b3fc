-- shown_responses: Which response had each assessment shown, and on which day was that known?
--
-- Up to the confirmed progression of the line, each assessment shows the lesser of itself and the next, and that is known
-- with the next; stable disease is shown, and known, at once, and so is what needs no repeat. The deepest of these is
-- the best response of the line.
-- Reads: graded_responses, categories, progressions
-- Empty without: graded_responses
-- Nulls: none; an assessment that cannot be evaluated, or that is progression, shows no response.
with ends as (
    select patient, line, min(progressed_on) as progressed_on
    from progressions
    where confirmed_on is not null
    group by patient, line
),
stable as (
    select depth from categories where response = 'SD'
),
evaluable as (
    select g.*, s.depth as stable_depth,
        case when not g.repeats then g.depth
             when g.next_depth is null then least(g.depth, s.depth)
             else greatest(least(g.depth, s.depth), least(g.depth, g.next_depth)) end as shown
    from graded_responses g
    cross join stable s
    left join ends e on e.patient = g.patient and e.line = g.line
    where g.depth > 0 and g.response <> 'PD' and (e.patient is null or g.assessed_on < e.progressed_on)
)
select patient, line, assessed_on, shown as depth,
    case when repeats and shown > stable_depth then next_on else assessed_on end as known_on,
    because || case when repeats and shown > stable_depth then '; confirmed by; ' || next_because else '' end as because
from evaluable
