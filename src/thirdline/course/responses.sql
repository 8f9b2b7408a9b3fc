-- responses: Which category did each assessment show, and did the next one confirm it?
--
-- A category is confirmed when the next evaluable assessment of the line, before new therapy, is at least as deep.
-- Stable disease, and categories that rest on marrow or imaging alone, need no second. Progression is confirmed as
-- its own rule says, also after new therapy began.
-- Reads: graded_responses, response_rules
-- Nulls: not confirmed, no day of confirmation; what cannot be evaluated is never confirmed.
with judged as (
    select g.patient, g.line, g.assessed_on, g.response, g.because, g.next_on,
        g.repeats and g.response <> 'PD' as by_next,
        case when g.response = 'PD' then g.progression_confirmed_on
             when g.depth = 0 then null
             when not g.repeats then g.assessed_on
             when g.next_depth >= g.depth then g.next_on end as confirmed_on
    from graded_responses g
)
select j.patient, j.line, j.assessed_on, j.response, j.confirmed_on is not null as confirmed, j.confirmed_on,
    concat_ws('; ', fact_ref(r.criterion, 'categories'), j.because,
        case when j.confirmed_on is not null then 'confirmed by; ' || n.because end) as because
from judged j
left join graded_responses n
  on j.by_next and n.patient = j.patient and n.line = j.line and n.assessed_on = j.next_on
cross join response_rules r
