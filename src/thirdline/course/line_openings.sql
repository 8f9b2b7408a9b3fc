-- line_openings: On which day does each line of therapy open, and what opened it?
--
-- The first treatment opens line 1. From an open line, the next is opened by the first drug that the line did not hold
-- and that came after its regimen window, or by a transplant, unless it was planned (line_news, line_plans, line_nexts).
-- Steroids open nothing, nor does the same regimen given again with nothing in between. One step opens one more line for
-- every patient.
-- Reads: line_openings_before, line_nexts, therapies
-- Nulls: no relapse, where none was seen before the line opened or a drug opened it in any case.
with first_days as (
    select t.patient, min(t.started_on) as started_on
    from therapies t
    left join line_openings_before b on b.patient = t.patient
    where t.part in ('treating', 'cell_product', 'transplant') and b.patient is null
    group by t.patient
)
select patient, line, started_on, kind, fact, relapse from line_openings_before
union all
select patient, 1 as line, started_on, 'first' as kind, 'treating_classes' as fact, null as relapse from first_days
union all
select patient, line + 1 as line, opens_on as started_on, kind, fact, case when kind <> 'drug' then relapse end as relapse
from line_nexts
