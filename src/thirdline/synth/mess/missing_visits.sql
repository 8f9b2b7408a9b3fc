-- missing_visits: Which visits left nothing in the record?
--
-- All measurements and findings of the day are taken out. The day of diagnosis stays, and so does death.
-- Reads: measurements, findings
-- Nulls: none.
with days as (
    select patient, measured_on as day from measurements
    union
    select patient, found_on from findings where kind <> 'reported_progression'
),
firsts as (
    select patient, min(day) as day from days group by patient
),
missed as (
    select d.patient, d.day
    from days d
    join firsts f on f.patient = d.patient and f.day < d.day
    where met(d.patient, d.day)
)
select 'measurements' as "table", m.patient, m.row, null as "column", m.value as was, null as became
from measurements m
join missed d on d.patient = m.patient and d.day = m.measured_on
union all
select 'findings', f.patient, f.row, null, f.value, null
from findings f
join missed d on d.patient = f.patient and d.day = f.found_on
where f.kind <> 'reported_progression'
