-- adjusted_doses: What does each dose become by age, kidney function and the like, and who says so?
--
-- Where an authority is chosen and has a rule of its own for the dose and the quantity, its rule alone counts there.
-- A change is made when all rules that count agree on it; one quantity that asks for it is enough, and a dose is
-- changed once. Where rules disagree the dose stays as printed, and the note says what each of them says.
-- Reads: dose_requests, dose_items, adjustment_outcomes, dose_phrases
-- Nulls: a quantity that is not known changes nothing; the note names it and the rules it would decide.
with counting as (
    select
        o.patient, o.item, o.adjustment, o.authority, o.quantity, o.value, o.amount, o.every_days, o.fact,
        o.says_missing, o.outcome, o.says, o.left_open, r.authority as chosen,
        max(case when o.authority = r.authority then 1 else 0 end)
            over (partition by o.patient, o.item, o.quantity) as chosen_has_rule
    from adjustment_outcomes o
    join dose_requests r on r.patient = o.patient
),
by_quantity as (
    select
        patient, item, quantity, count(distinct case when value is not null then coalesce(outcome, '') end) as n_outcomes,
        max(outcome) as outcome, max(amount) as amount, max(every_days) as every_days,
        array_join(sort_array(collect_set(case when outcome is not null or left_open then says end)), ', ') as says,
        array_join(sort_array(collect_set(says)), ', ') as says_all,
        max(case when value is null then says_missing end)
            || ' (' || array_join(sort_array(collect_set(adjustment)), ', ') || ')' as says_missing,
        array_join(sort_array(collect_set(case when value is not null then fact end)), '; ') as because
    from counting
    where chosen_has_rule = 0 or authority = chosen
    group by patient, item, quantity
),
decided as (
    select
        patient, item, max(n_outcomes) > 1 or count(distinct outcome) > 1 as differ,
        max(amount) as amount, max(every_days) as every_days,
        array_join(sort_array(collect_set(nullif(says, ''))), ', ') as says,
        array_join(sort_array(collect_set(nullif(says_all, ''))), ', ') as says_all,
        array_join(sort_array(collect_set(says_missing)), '; ') as says_missing,
        array_join(sort_array(collect_set(nullif(because, ''))), '; ') as because
    from by_quantity
    group by patient, item
)
select
    i.patient, i.item,
    case when d.differ then i.amount else coalesce(d.amount, i.amount) end as amount,
    case when not d.differ then d.every_days end as every_days,
    nullif(concat_ws('; ',
        case when d.differ then p.rules_differ || ': ' || d.says_all else nullif(d.says, '') end,
        nullif(d.says_missing, '')), '') as note,
    nullif(d.because, '') as because
from dose_items i
cross join dose_phrases p
left join decided d on d.patient = i.patient and d.item = i.item
