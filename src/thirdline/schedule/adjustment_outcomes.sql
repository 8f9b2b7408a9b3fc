-- adjustment_outcomes: What does each authority or trial make of each dose for this patient?
--
-- A rule concerns a dose when one of its bands names that dose's amount and unit. The patient's value may lie in a
-- band (the dose becomes the band's), in none (the dose stays), or between two bands (the rule leaves it open).
-- Premedication is not adjusted.
-- Reads: dose_requests, dose_items, dose_adjustments, dose_phrases
-- Nulls: an unknown quantity changes nothing; the outcome of a dose that stays as it is is empty text, amount null.
with quantities as (
    select patient, 'age_years' as quantity, cast(age_years as decimal(18, 4)) as value from dose_requests
    union all select patient, 'creatinine_clearance' as quantity, creatinine_clearance from dose_requests
    union all select patient, 'bmi' as quantity, bmi from dose_requests
    union all select patient, 'bilirubin_times_uln' as quantity, bilirubin_times_uln from dose_requests
),
bands as (
    select
        i.patient, i.item, a.adjustment, a.authority, a.authority_name, a.quantity, a.says_value, q.value,
        case when a.amount <> i.amount or a.every_days is not null then a.amount end as amount,
        a.every_days, a.says, a.says_unchanged, a.says_open, a.says_missing, a.fact,
        case when (a.at_least is null or q.value >= a.at_least) and (a.more_than is null or q.value > a.more_than)
              and (a.below is null or q.value < a.below) and (a.at_most is null or q.value <= a.at_most)
             then 1 else 0 end as within,
        case when q.value >= a.below or q.value > a.at_most then 1 else 0 end as beyond,
        case when q.value < a.at_least or q.value <= a.more_than then 1 else 0 end as short_of
    from dose_items i
    join dose_adjustments a
      on a.regimen = i.regimen and a.drug = i.drug and a.unit = i.unit
     and (a.instead_of is null or a.instead_of = i.amount)
    join quantities q on q.patient = i.patient and q.quantity = a.quantity
    where i.before_drug is null
),
ruled as (
    select
        patient, item, adjustment, authority, authority_name, quantity, says_value, value, fact,
        says_unchanged, says_open, says_missing,
        max(case when within = 1 then amount end) as amount,
        max(case when within = 1 and amount is not null then every_days end) as every_days,
        max(case when within = 1 and amount is not null then says end) as says,
        case when max(within) = 0 and max(beyond) = 1 and max(short_of) = 1 then true else false end as left_open
    from bands
    group by
        patient, item, adjustment, authority, authority_name, quantity, says_value, value, fact,
        says_unchanged, says_open, says_missing
)
select
    patient, item, adjustment, authority, authority_name, quantity, value, amount, every_days, fact, left_open,
    concat_ws('/', plain_number(amount), plain_number(every_days)) as outcome,
    says_value || ' ' || replace(plain_number(value), '.', p.decimal_mark) as says_value,
    case when left_open then says_open else coalesce(says, says_unchanged) end as says, says_missing
from ruled
cross join dose_phrases p
