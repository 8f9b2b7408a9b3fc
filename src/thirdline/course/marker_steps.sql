-- marker_steps: How low had each marker come, confirmed, before each of its values?
--
-- A level is confirmed when two consecutive values stand at or below it: the higher of a value and the next. The
-- baseline counts as confirmed, and so does every value of a marker that needs no repeat (marrow, imaging). A sum of
-- fewer plasmacytomas than at baseline is no level.
-- Reads: baselines, marker_values, markers
-- Nulls: before the baseline and the first confirmed pair there is no lowest level.
with levels as (
    select
        b.patient, b.line, b.marker, b.baseline_on as assessed_on, 0 as turn, b.baseline as value, b.baseline as confirmed,
        b.n_lesions, b.rows_read, null as next_value, null as next_on, null as next_rows, m.needs_confirmation
    from baselines b
    join markers m on m.marker = b.marker
    union all
    select
        v.patient, v.line, v.marker, v.assessed_on, 1 as turn, v.value,
        case when v.n_lesions < b.n_lesions then null
             when not m.needs_confirmation or v.next_value <= v.value then v.value else v.next_value end as confirmed,
        v.n_lesions, v.rows_read, v.next_value, v.next_on, v.next_rows, m.needs_confirmation
    from marker_values v
    join markers m on m.marker = v.marker
    left join baselines b on b.patient = v.patient and b.line = v.line and b.marker = v.marker
)
select
    l.*,
    min(l.confirmed) over (
        partition by l.patient, l.line, l.marker
        order by l.assessed_on asc nulls last, l.turn asc nulls last, l.rows_read asc nulls last
        rows between unbounded preceding and 1 preceding
    ) as lowest
from levels l
