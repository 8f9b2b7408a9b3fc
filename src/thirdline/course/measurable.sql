-- measurable: By which markers is response followed in each line?
--
-- Serum and urine M-protein that reach their least value come first; light chains are followed only when neither
-- does, marrow only when none of these does, circulating cells last. Plasmacytomas at baseline are followed besides.
-- Reads: baselines, markers
-- Empty without: baselines
-- Nulls: a marker without a baseline is not followed; whether it was measurable stays unknown.
with able as (
    select b.patient, b.line, b.marker, m.route, m.needs_confirmation, b.baseline_on, b.baseline, b.n_lesions, b.rows_read,
        m.fact || '; ' || b.fact as fact
    from baselines b
    join markers m on m.marker = b.marker
    where b.level >= m.measurable_at_least and b.baseline > 0
),
firsts as (
    select patient, line, min(route) as route from able where route > 0 group by patient, line
)
select a.*
from able a
left join firsts f on f.patient = a.patient and f.line = a.line
where a.route = 0 or a.route = f.route
