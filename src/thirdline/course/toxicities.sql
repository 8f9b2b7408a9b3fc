-- toxicities: Which grade of which adverse event do a day's measurements tell?
--
-- The worst grade that a value of the day shows; 0 when all that could show one is known and shows none. It is a grade "at
-- least": `grade_at_most` is the worst that cannot be excluded, because a limit or baseline is missing or because the
-- words also ask for signs that no laboratory sees. Where different values of the day were held, all of them are named.
-- Reads: toxicity_grades, toxicity_values, toxicity_ladders, toxicity_rules
-- Nulls: grade where nothing shows one, but something that is missing could.
with facts as (
    select term, min(fact) as fact from toxicity_ladders group by term
),
told_by as (
    select distinct term, analyte from toxicity_ladders
),
several as (
    select g.patient, g.term, g.assessed_on, joined(collect_set(v.rows_read), '; ') as rows_read
    from toxicity_grades g
    join told_by b on b.term = g.term
    join toxicity_values v on v.patient = g.patient and v.analyte = b.analyte and v.assessed_on = g.assessed_on
    where g.several
    group by g.patient, g.term, g.assessed_on
)
select
    g.patient, g.term, g.assessed_on, case when g.shown > 0 or g.measurable = 0 then g.shown end as grade,
    g.possible as grade_at_most, t.edition,
    concat_ws('; ', f.fact, coalesce(s.rows_read, g.rows_read), g.baseline_row,
        case when g.possible > g.shown then g.lacking end,
        case when g.possible > g.shown and g.also_lacking <> g.lacking then g.also_lacking end,
        case when g.possible > g.shown and g.possible > g.measurable then 'signs that no laboratory sees could make it worse' end)
        as because
from toxicity_grades g
join facts f on f.term = g.term
cross join toxicity_rules t
left join several s on s.patient = g.patient and s.term = g.term and s.assessed_on = g.assessed_on
