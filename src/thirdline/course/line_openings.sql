-- line_openings: On which day does each line of therapy open, and what opened it?
--
-- From the first treatment on, each line leads to the next: what would open it had this line opened on its day.
-- Steroids open nothing, nor does the same regimen given again with nothing in between.
-- Reads: possible_openings, line_nexts
-- Empty without: possible_openings
-- Nulls: no relapse, where none was seen before the line opened or a drug opened it in any case.
with recursive openings (patient, line, started_on, kind, fact, relapse) as (
    select patient, 1 as line, min(started_on) as started_on, 'first' as kind, 'treating_classes' as fact,
        cast(null as string) as relapse
    from possible_openings
    group by patient
    union all
    select n.patient, o.line + 1 as line, n.opens_on as started_on, n.kind, n.fact, n.relapse
    from openings o
    join line_nexts n on n.patient = o.patient and n.line_started_on = o.started_on
)
select patient, line, started_on, kind, fact, relapse from openings
