-- mrd_tests: Which tests of minimal residual disease were made in each line, and what did they show?
--
-- A test belongs to the line in which it was made; one of the opening day of the next line still to the line before. A
-- test of the day that was positive by any sample is positive. It is sensitive enough when a sensitivity recorded for
-- that day is among those that the criterion accepts.
-- Reads: findings, line_spans, mrd_rules, mrd_sensitivities
-- Empty without: findings, line_spans
-- Nulls: no sensitivity recorded, and it is not known whether the test is sensitive enough.
with tests as (
    select f.patient, s.line, f.found_on as tested_on,
        max(case when f.value = 'positive' then 1 else 0 end) = 1 as positive,
        joined(collect_set(row_ref('findings', f.row)), '; ') as rows_read
    from findings f
    join line_spans s
      on s.patient = f.patient and f.found_on > s.started_on
     and (s.next_started_on is null or f.found_on <= s.next_started_on)
    where f.kind = 'mrd' and f.value in ('positive', 'negative')
    group by f.patient, s.line, f.found_on
),
sensitivities as (
    select f.patient, f.found_on, max(case when a.sensitivity is not null then 1 else 0 end) = 1 as sufficient,
        joined(collect_set(row_ref('findings', f.row)), '; ') as rows_read
    from findings f
    left join mrd_sensitivities a on a.sensitivity = f.value
    where f.kind = 'mrd_sensitivity' and f.value is not null
    group by f.patient, f.found_on
)
select t.patient, t.line, t.tested_on, t.positive, s.sufficient,
    concat_ws('; ', fact_ref(r.criterion, 'sensitivities'), t.rows_read, s.rows_read) as because
from tests t
cross join mrd_rules r
left join sensitivities s on s.patient = t.patient and s.found_on = t.tested_on
