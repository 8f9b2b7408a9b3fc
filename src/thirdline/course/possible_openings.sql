-- possible_openings: On which days might a line of therapy open?
--
-- The first treatment opens line 1. A later line opens with a drug that the line before it did not hold, so on a day on
-- which a course of that drug begins and it had not been started within the regimen window before; or with a transplant.
-- Reads: therapies, line_rules
-- Nulls: none.
with starts as (
    select patient, started_on, begun_on,
        lag(started_on) over (
            partition by patient, drug order by started_on asc nulls last, record asc nulls last, row asc nulls last
        ) as former_on
    from therapies
    where part in ('treating', 'cell_product')
)
select s.patient, s.started_on
from starts s
cross join line_rules r
where s.begun_on = s.started_on
  and (s.former_on is null or days_between(s.former_on, s.started_on) > r.regimen_window_days)
union
select patient, started_on from therapies where part = 'transplant'
