-- line_steps: Of which classes of drugs did each line open, and what came after it?
--
-- The classes of the drugs given within the window that names a regimen, but for those that ride along (steroids).
-- After a line comes the next one, or death. A last line of a living patient goes on as far as the record tells
-- while one of its drugs has no recorded end (`no_end_recorded`), and is over when all of them have (`ended`).
-- Reads: outcome_spans, outcome_events, given, line_drugs, line_rules, uncounted_classes
-- Empty without: outcome_spans
-- Nulls: a transplant without such a drug has no classes.
with opening as (
    select g.patient, g.line, joined(collect_set(g.drug_class), '+') as classes
    from given g
    join outcome_spans s on s.patient = g.patient and s.line = g.line
    cross join line_rules r
    left join uncounted_classes u on u.drug_class = g.drug_class
    where g.part in ('treating', 'steroid', 'cell_product') and u.drug_class is null
      and g.given_from <= plus_days(s.started_on, r.regimen_window_days)
    group by g.patient, g.line
),
open_ends as (
    select patient, line, joined(collect_set(rows_read), '; ') as because
    from line_drugs
    where not ended
    group by patient, line
),
deaths as (
    select patient, line, happened_on, because from outcome_events where event = 'death'
)
select
    s.patient, s.line, o.classes,
    case when s.next_started_on is not null then 'next_line'
         when d.patient is not null then 'death'
         when x.patient is not null then 'no_end_recorded'
         else 'ended' end as ends_as,
    coalesce(s.next_started_on, d.happened_on, s.last_on) as followed_to,
    concat_ws('; ', fact_ref(r.criterion, 'regimen_window_days'), s.because,
        case when s.next_started_on is not null then row_ref('lines', s.patient || '/' || cast(s.line + 1 as string))
             when d.patient is not null then d.because
             else x.because end) as because
from outcome_spans s
cross join line_rules r
left join opening o on o.patient = s.patient and o.line = s.line
left join open_ends x on x.patient = s.patient and x.line = s.line
left join deaths d on d.patient = s.patient and d.line = s.line
where s.line > 0
