-- sized_doses: How much is each dose for this patient?
--
-- A dose per kilogram or square metre is multiplied by weight or body surface (the root of height times weight over
-- the rule's divisor), the surface being no larger than the schedule allows; then the largest amount a dose may
-- have is applied. What limits a dose is named in its note.
-- Reads: dose_requests, dose_items, adjusted_doses, dose_caps, body_surface_rules, dose_phrases
-- Nulls: without weight or height the amount stays per kilogram or square metre, and the note names what is missing
--        and which limits will hold; a null amount means that the source prints none.
with bodies as (
    select
        r.patient, r.weight_kg, r.height_cm, b.says_value, b.fact,
        root_of_ratio(cast(r.height_cm * r.weight_kg as decimal(18, 4)), b.divisor) as body_surface
    from dose_requests r
    cross join body_surface_rules b
),
measured as (
    select
        i.patient, i.item, i.per, i.unit, i.given_unit, i.at_most, i.at_most_note, i.note, i.fact,
        b.weight_kg, b.height_cm, b.body_surface, b.says_value, a.amount, a.every_days, a.note as adjustment_note,
        case when i.per = 'kg' then b.weight_kg
             when c.body_surface_at_most < b.body_surface then c.body_surface_at_most
             else b.body_surface end as size,
        case when i.per = 'm2' and (b.body_surface is null or c.body_surface_at_most < b.body_surface)
             then c.note end as cap_note,
        concat_ws('; ', i.fact,
            case when i.per = 'm2' then nullif(c.fact, i.fact) end,
            case when i.per = 'm2' and b.body_surface is not null then b.fact end,
            a.because) as because
    from dose_items i
    join adjusted_doses a on a.patient = i.patient and a.item = i.item
    join bodies b on b.patient = i.patient
    left join dose_caps c on c.regimen = i.regimen and c.schedule = i.schedule and c.drug = i.drug
),
multiplied as (
    select
        m.*,
        case when m.per is null or m.size is null then m.amount
             else cast(m.amount * m.size as decimal(18, 4)) end as whole,
        case when m.per is not null and m.size is null then true else false end as unsized
    from measured m
)
select
    m.patient, m.item, m.every_days,
    case when not m.unsized and m.whole > m.at_most then m.at_most else m.whole end as amount,
    case when m.unsized then m.unit else m.given_unit end as unit,
    nullif(concat_ws('; ',
        case when m.unsized and m.weight_kg is null then p.weight_missing end,
        case when m.per = 'm2' and m.height_cm is null then p.height_missing end,
        case when m.amount is null then p.amount_missing end,
        m.adjustment_note,
        case when m.per = 'm2' and m.body_surface is not null
             then concat_ws(' ', m.says_value, replace(plain_number(m.body_surface), '.', p.decimal_mark),
                            p.square_metres) end,
        m.cap_note,
        case when m.unsized or m.whole >= m.at_most then m.at_most_note end,
        m.note), '') as note,
    m.because
from multiplied m
cross join dose_phrases p
