-- doses: What is given on which date, how much, by which route, and why so much?
--
-- Every dose of the schedule on each of its days; where an adjustment stretches the interval, days between are left
-- out. Premedication goes with each dose of its drug, or with its first dose only; a continuous infusion is
-- premedicated on the day on which it begins or its rate changes.
-- Amounts that differ for one drug, day and route are not added up: the note lists them.
-- Reads: dose_items, dose_days, sized_doses
-- Nulls: amount and unit are null where the source prints none or several; route where the source prints none.
with given as (
    select
        d.patient, d.cycle, d.day, d.given_on, d.days_into_item, i.drug, i.route, i.continuous,
        z.amount, z.unit, z.note, z.because,
        min(d.given_on) over (partition by d.patient, i.drug) as drug_since
    from dose_days d
    join dose_items i on i.patient = d.patient and i.item = d.item
    join sized_doses z on z.patient = d.patient and z.item = d.item
    where z.every_days is null or mod(d.days_into_item, nullif(z.every_days, 0)) = 0
),
before_given as (
    select g.patient, g.cycle, g.day, g.given_on, i.drug, i.route, z.amount, z.unit, z.note, z.because
    from given g
    join dose_items i
      on i.patient = g.patient and i.before_drug = g.drug
     and (not i.first_dose_only or g.given_on = g.drug_since)
     and (not g.continuous or g.days_into_item = 0)
    join sized_doses z on z.patient = i.patient and z.item = i.item
),
together as (
    select patient, cycle, day, given_on, drug, route, amount, unit, note, because,
        concat_ws(' ', plain_number(amount), unit) as quantity
    from given
    union all
    select patient, cycle, day, given_on, drug, route, amount, unit, note, because,
        concat_ws(' ', plain_number(amount), unit) as quantity
    from before_given
),
merged as (
    select
        patient, cycle, day, given_on, drug, route, count(distinct quantity) as n_quantities,
        max(amount) as amount, max(unit) as unit,
        joined(collect_set(note), '; ') as note,
        joined(collect_set(concat_ws(': ', quantity, note)), ' / ') as notes,
        joined(collect_set(because), '; ') as because
    from together
    group by patient, cycle, day, given_on, drug, route
)
select
    patient, cycle, day, drug, given_on as on,
    case when n_quantities = 1 then amount end as amount,
    case when n_quantities = 1 then unit end as unit,
    route, case when n_quantities = 1 then note else notes end as note, because
from merged
