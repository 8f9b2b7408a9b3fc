-- dose_days: On which dates does each dose of the schedule fall, before any is left out?
--
-- Cycles follow each other without a gap; from the cycle on which a schedule says so they have another length.
-- The start is day 1, or day 0 in a schedule that counts from an infusion on day 0; negative days lie before it.
-- Reads: dose_requests, dose_items, regimen_schedules, regimen_dose_days, cycle_numbers
-- Nulls: no number of cycles asked for means the schedule's own; where that is open too, there are no dates.
with cycles as (
    select
        s.regimen, s.schedule, s.start_day, s.n_cycles, c.cycle,
        case when s.later_from_cycle is null or c.cycle <= s.later_from_cycle then (c.cycle - 1) * s.cycle_days
             else (s.later_from_cycle - 1) * s.cycle_days
                  + (c.cycle - s.later_from_cycle) * coalesce(s.later_cycle_days, s.cycle_days) end as days_before
    from regimen_schedules s
    cross join cycle_numbers c
)
select
    i.patient, i.item, c.cycle, d.day, plus_days(r.started_on, c.days_before + d.day - c.start_day) as given_on,
    d.day - d.first_of_item as days_into_item
from dose_items i
join dose_requests r on r.patient = i.patient
join cycles c
  on c.regimen = i.regimen and c.schedule = i.schedule
 and c.cycle <= coalesce(r.n_cycles, c.n_cycles) and (c.n_cycles is null or c.cycle <= c.n_cycles)
 and c.cycle >= i.from_cycle and (i.to_cycle is null or c.cycle <= i.to_cycle)
join regimen_dose_days d on d.regimen = i.regimen and d.schedule = i.schedule and d.item = i.item
