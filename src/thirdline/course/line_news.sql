-- line_news: If a line opened on that day, which drugs and transplants came later that it did not hold?
--
-- The line holds what was started within its regimen window, or before it and outlasted its opening. Every other drug of
-- treatment is new on the first day it was given after the window; every transplant from the opening on is news, with
-- the transplant before it in the line.
-- Reads: possible_openings, therapies, line_rules
-- Empty without: possible_openings, therapies
-- Nulls: a drug has no former transplant; the first transplant of the line has none either.
with treating as (
    select * from therapies where part in ('treating', 'cell_product')
),
held as (
    select distinct h.patient, h.started_on, t.drug
    from possible_openings h
    join treating t on t.patient = h.patient
    cross join line_rules r
    where t.started_on between h.started_on and plus_days(h.started_on, r.regimen_window_days)
       or (t.started_on < h.started_on and t.ended_on > h.started_on)
)
select h.patient, h.started_on as line_started_on, 'drug' as kind, t.drug, t.part, null as row,
    min(t.started_on) as started_on, null as former_on
from possible_openings h
join treating t on t.patient = h.patient
cross join line_rules r
left join held d on d.patient = h.patient and d.started_on = h.started_on and d.drug = t.drug
where t.started_on > plus_days(h.started_on, r.regimen_window_days) and d.drug is null
group by h.patient, h.started_on, t.drug, t.part
union all
select
    h.patient, h.started_on as line_started_on, 'transplant' as kind, null as drug, t.part, t.row, t.started_on,
    lag(t.started_on) over (
        partition by h.patient, h.started_on order by t.started_on asc nulls last, t.row asc nulls last
    ) as former_on
from possible_openings h
join therapies t on t.patient = h.patient and t.part = 'transplant' and t.started_on >= h.started_on
