-- marker_steps: How low had each marker come, confirmed, before each of its values?
--
-- A level is confirmed when two consecutive values stand at or below it: the higher of a value and the next. The
-- baseline counts as confirmed, and so does every value of a marker that needs no repeat (marrow, imaging). A sum of
-- fewer plasmacytomas than at baseline is no level.
-- Reads: baselines, marker_values, markers
-- Nulls: before the baseline and the first confirmed pair there is no lowest level.
with levels as (
    select
        v.patient, v.line, v.marker, m.route, m.needs_confirmation, v.assessed_on, v.value, v.n_lesions, v.rows_read,
        v.next_value, v.next_on, case when b.baseline_on <= v.assessed_on then b.baseline end as baseline,
        case when v.n_lesions < b.n_lesions then null
             when not m.needs_confirmation or v.next_value <= v.value then v.value else v.next_value end as confirmed
    from marker_values v
    join markers m on m.marker = v.marker
    left join baselines b on b.patient = v.patient and b.line = v.line and b.marker = v.marker
)
select l.*,
    least(l.baseline, min(l.confirmed) over (
        partition by l.patient, l.line, l.marker order by l.assessed_on asc nulls last
        rows between unbounded preceding and 1 preceding
    )) as lowest
from levels l
