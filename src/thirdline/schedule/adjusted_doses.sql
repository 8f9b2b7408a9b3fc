-- adjusted_doses: What does each dose become by age, kidney function and the like, and who says so?
--
-- Where an authority is chosen and has a rule of its own for the dose and the quantity, its rule alone counts there.
-- A change is made when all rules that count agree on it; one quantity that asks for it is enough, and a dose is
-- changed once. Where rules disagree the dose stays as printed, and the note says what each of them says.
-- Reads: dose_requests, dose_items, adjustment_outcomes, dose_phrases
-- Nulls: a quantity that is not known changes nothing; the note names it and the rules it would decide.
with counting as (
    select o.*
    from (
        select
            o.*, r.authority as chosen,
            max(case when o.authority = r.authority then 1 else 0 end)
                over (partition by o.patient, o.item, o.quantity) as chosen_has_rule
        from adjustment_outcomes o
        join dose_requests r on r.patient = o.patient
    ) o
    where o.chosen_has_rule = 0 or o.authority = o.chosen
),
statements as (
    select
        patient, item, quantity, outcome, amount, every_days, left_open,
        says_value || ': ' || says || ' (' || joined(collect_set(authority_name), ', ') || ')' as says
    from counting
    where value is not null
    group by patient, item, quantity, outcome, amount, every_days, left_open, says_value, says
),
by_quantity as (
    select
        patient, item, quantity, count(distinct outcome) as n_outcomes,
        max(outcome) as outcome, max(amount) as amount, max(every_days) as every_days,
        joined(collect_set(says), ', ') as says,
        joined(collect_set(case when amount is not null or left_open then says end), ', ') as says_made
    from statements
    group by patient, item, quantity
),
decided as (
    select
        patient, item, max(n_outcomes) > 1 or count(distinct nullif(outcome, '')) > 1 as differ,
        max(amount) as amount, max(every_days) as every_days,
        joined(collect_set(says), ', ') as says,
        joined(collect_set(says_made), ', ') as says_made
    from by_quantity
    group by patient, item
),
missing as (
    select
        patient, item, quantity,
        says_missing || ' (' || joined(collect_set(adjustment), ', ') || ')' as says
    from counting
    where value is null
    group by patient, item, quantity, says_missing
),
all_missing as (
    select patient, item, joined(collect_set(says), '; ') as says from missing group by patient, item
),
weighed as (
    select patient, item, joined(collect_set(fact), '; ') as facts
    from counting
    where value is not null
    group by patient, item
)
select
    i.patient, i.item,
    case when d.differ then i.amount else coalesce(d.amount, i.amount) end as amount,
    case when not d.differ then d.every_days end as every_days,
    nullif(concat_ws('; ',
        case when d.differ then p.rules_differ || ': ' || d.says else d.says_made end, m.says), '') as note,
    w.facts as because
from dose_items i
cross join dose_phrases p
left join decided d on d.patient = i.patient and d.item = i.item
left join all_missing m on m.patient = i.patient and m.item = i.item
left join weighed w on w.patient = i.patient and w.item = i.item
