-- dose_items: What does the schedule asked for give, and what is given before it?
--
-- Each dose of a schedule is an item, and so is each premedication, which names the drug it comes before.
-- A request that names no schedule means the regimen's first.
-- Reads: dose_requests, regimen_schedules, regimen_doses, premedications
-- Nulls: a dose has no drug it comes before; a premedication has no cycles of its own, it goes with its drug.
with asked as (
    select r.patient, s.regimen, s.schedule
    from dose_requests r
    join regimen_schedules s
      on s.regimen = r.regimen
     and (s.schedule = r.schedule or (r.schedule is null and s.place = 1))
)
select
    a.patient, a.regimen, a.schedule, d.item, d.drug, cast(null as string) as before_drug, false as first_dose_only,
    d.amount, d.unit, d.per, d.given_unit, d.route, d.continuous, d.from_cycle, d.to_cycle,
    d.at_most, d.at_most_note, d.note, d.fact
from asked a
join regimen_doses d on d.regimen = a.regimen and d.schedule = a.schedule
union all
select
    a.patient, a.regimen, a.schedule, p.item, p.drug, p.before_drug, p.first_dose_only,
    p.amount, p.unit, p.per, p.given_unit, p.route, false as continuous, null as from_cycle, null as to_cycle,
    null as at_most, null as at_most_note, p.note, p.fact
from asked a
join premedications p on p.regimen = a.regimen and p.schedule = a.schedule
