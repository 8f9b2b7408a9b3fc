-- best_changes: By how many percent had each marker followed in a line come down at best?
--
-- The lowest usable value after the baseline, up to the first confirmed progression or the opening of the next line,
-- that day included; the earliest of equals. One value is enough, so a change may be deeper than the best confirmed
-- response. Of a light-chain difference below zero nothing is left: the change is then the whole. A sum of fewer
-- plasmacytomas than at baseline is no value. `decides` marks the marker that came down least: where several are
-- followed a response is no deeper than it, and one without a value decides only where none has any.
-- Reads: measurable, marker_values, progressions
-- Empty without: measurable
-- Nulls: no usable value after the baseline, no best and no change; a line in which no marker is followed has no row.
with ends as (
    select patient, line, min(progressed_on) as progressed_on
    from progressions
    where confirmed_on is not null
    group by patient, line
),
ranked as (
    select m.patient, m.line, m.marker, v.assessed_on, v.value, v.rows_read,
        row_number() over (
            partition by m.patient, m.line, m.marker
            order by v.value asc nulls last, v.assessed_on asc nulls last, v.rows_read asc nulls last
        ) as place
    from measurable m
    join marker_values v
      on v.patient = m.patient and v.line = m.line and v.marker = m.marker
     and v.assessed_on > m.baseline_on and v.n_lesions >= m.n_lesions
    left join ends e on e.patient = m.patient and e.line = m.line
    where e.progressed_on is null or v.assessed_on <= e.progressed_on
),
changed as (
    select m.patient, m.line, m.marker, m.baseline_on, m.baseline, r.assessed_on as best_on, r.value as best,
        case when r.value < 0 then 0 - 100 else percent_of(r.value - m.baseline, m.baseline) end as percent_change,
        concat_ws('; ', m.fact, m.rows_read, r.rows_read) as because
    from measurable m
    left join ranked r on r.patient = m.patient and r.line = m.line and r.marker = m.marker and r.place = 1
),
placed as (
    select c.*,
        row_number() over (
            partition by c.patient, c.line order by c.percent_change desc nulls last, c.marker asc nulls last
        ) as turn
    from changed c
)
select patient, line, marker, baseline_on, baseline, best_on, best, percent_change, turn = 1 as decides, because
from placed
