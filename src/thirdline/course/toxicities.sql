-- toxicities: Which grade of which adverse event do a day's measurements tell?
--
-- The worst grade that a value of the day shows; 0 when all that could show one is known and shows none. It is a grade "at
-- least": `grade_at_most` is the worst that cannot be excluded, because a limit or baseline is missing or because the
-- words also ask for signs that no laboratory sees.
-- Reads: toxicity_grades, toxicity_rules
-- Nulls: grade where nothing shows one, but something that is missing could.
with days as (
    select
        patient, term, assessed_on, max(shown) as shown, max(measurable) as measurable, max(possible) as possible,
        count(*) as n_values, min(fact) as fact, min(baseline_row) as baseline_row, min(lacking) as lacking,
        min(rows_read) as rows_read
    from toxicity_grades
    group by patient, term, assessed_on
),
several as (
    select d.patient, d.term, d.assessed_on, joined(collect_set(g.rows_read), '; ') as rows_read,
        joined(collect_set(g.baseline_row), '; ') as baseline_row, joined(collect_set(g.lacking), '; ') as lacking
    from days d
    join toxicity_grades g on g.patient = d.patient and g.term = d.term and g.assessed_on = d.assessed_on
    where d.n_values > 1 and (g.shown = d.shown and g.measurable = d.measurable or d.shown = 0)
    group by d.patient, d.term, d.assessed_on
)
select
    d.patient, d.term, d.assessed_on, case when d.shown > 0 or d.measurable = 0 then d.shown end as grade,
    d.possible as grade_at_most, t.edition,
    concat_ws('; ', d.fact, coalesce(s.rows_read, d.rows_read),
        case when s.patient is null then d.baseline_row else s.baseline_row end,
        case when d.possible > d.shown then case when s.patient is null then d.lacking else s.lacking end end,
        case when d.possible > d.shown and d.possible > d.measurable then 'signs that no laboratory sees could make it worse' end)
        as because
from days d
cross join toxicity_rules t
left join several s on s.patient = d.patient and s.term = d.term and s.assessed_on = d.assessed_on
