-- summed_parts: What is the whole of an analyte on days on which only its parts were reported?
--
-- A laboratory may report each band of the M-protein and no total. The parts that one method found on one day are summed
-- into a row of its own, which says so in `issues`. A day with any row of the whole is left alone, and so is one on which
-- a part has no usable value: the sum of the others would be too low. A part that stands twice is the same value twice
-- (different values contradict each other and have none), and counts once.
-- Reads: measurements, analyte_parts
-- Nulls: no normal limits for a sum.
create or replace temp table summed_parts as
with parts as (
    select m.patient, a.whole, m.measured_on, m.method, m.analyte, m.unit, m.reported_unit,
        case when count(*) = count(m.value) then max(m.value) end as value
    from measurements m
    join analyte_parts a on a.part = m.analyte
    where m.measured_on is not null
    group by all
),

sums as (
    select patient, whole, measured_on, method, min(unit) as unit,
        case when min(reported_unit) = max(reported_unit) then min(reported_unit) else min(unit) end as reported_unit,
        sum(value) as value
    from parts
    group by patient, whole, measured_on, method
    having count(*) = count(value)
)

select s.*, concat(s.whole, '/', s.measured_on, '/sum', case when s.method is not null then concat('/', replace(s.method, ';', ',')) end) as row
from sums s
anti join (select * from measurements where analyte in (select whole from analyte_parts)) m
  on m.patient = s.patient and m.analyte = s.whole and m.measured_on = s.measured_on;

insert into measurements by name
select patient, row, whole as analyte, measured_on, value, unit, reported_unit, method from summed_parts;

insert into issues by name
select patient, 'measurements' as "table", row, 'value' as "column", null as found, 'summed_bands' as problem,
    cast(value as varchar) as treated_as
from summed_parts;

drop table summed_parts;
