-- shown_responses: Which response had each assessment shown, and on which day was that known?
--
-- Up to the confirmed progression of the line. What an assessment shows together with the next is known with the next;
-- stable disease is known at once, and so is what needs no repeat. The deepest of these is the best response of the line.
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
known as (
    select g.patient, g.line, g.assessed_on, g.shown, g.next_on, g.because,
        g.repeats and g.shown > s.depth as with_next
    from graded_responses g
    cross join stable s
    left join ends e on e.patient = g.patient and e.line = g.line
    where g.shown is not null and (e.patient is null or g.assessed_on < e.progressed_on)
)
select k.patient, k.line, k.assessed_on, k.shown as depth, case when k.with_next then k.next_on else k.assessed_on end as known_on,
    k.because || case when k.with_next then '; confirmed by; ' || n.because else '' end as because
from known k
left join graded_responses n
  on k.with_next and n.patient = k.patient and n.line = k.line and n.assessed_on = k.next_on
