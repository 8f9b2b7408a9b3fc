-- marker_responses: How deep has each followed marker fallen at each of its values?
--
-- The deepest category whose fall from baseline, or whose absolute limit, the value reaches; stable disease when it
-- reaches none. A value of the line that stands in as its baseline is not held against itself. A plasmacytoma sum
-- counts only when no fewer plasmacytomas were measured than at baseline. Urine that was not measurable at baseline
-- is held against the absolute limits only. `deepest` says whether the marker has come as deep as its levels reach.
-- A rung is a level, or stable disease below them all; each value stands on one: it reaches it, and none that is deeper,
-- and cites the criterion of that level.
-- Reads: marker_values, measurable, response_levels, categories
-- Empty without: measurable
-- Nulls: a marker that is not followed in the line gives no row, but urine does beside serum.
with followed as (
    select v.patient, v.line, v.marker, v.assessed_on, v.value, v.rows_read, m.baseline, m.needs_confirmation,
        m.rows_read as baseline_rows, m.fact, true as required
    from marker_values v
    join measurable m on m.patient = v.patient and m.line = v.line and m.marker = v.marker
    where v.n_lesions >= m.n_lesions and v.assessed_on > m.baseline_on
    union all
    select v.patient, v.line, v.marker, v.assessed_on, v.value, v.rows_read, null as baseline, false as needs_confirmation,
        null as baseline_rows, s.fact, false as required
    from marker_values v
    join measurable s on s.patient = v.patient and s.line = v.line and s.marker = 'serum_m_protein'
    left join measurable u on u.patient = v.patient and u.line = v.line and u.marker = 'urine_m_protein'
    where v.marker = 'urine_m_protein' and u.patient is null
),
rungs as (
    select marker, depth, fall_percent, or_below, fact from response_levels
    union all
    select l.marker, c.depth, null as fall_percent, null as or_below, null as fact
    from response_levels l
    join categories c on c.response = 'SD'
),
levels as (
    select r.marker, r.depth, r.fall_percent, r.or_below, r.fact, max(o.depth) as deepest,
        min(case when o.depth > r.depth then o.fall_percent end) as deeper_fall_percent,
        max(case when o.depth > r.depth then o.or_below end) as deeper_or_below
    from rungs r
    join response_levels o on o.marker = r.marker
    group by r.marker, r.depth, r.fall_percent, r.or_below, r.fact
)
select
    f.patient, f.line, f.marker, f.assessed_on, f.required, f.needs_confirmation, l.depth,
    case when l.depth = l.deepest then 1 else 0 end as deepest,
    concat_ws('; ', l.fact, f.fact, f.baseline_rows, f.rows_read) as because
from followed f
join levels l
  on l.marker = f.marker
 and (l.fact is null or f.value * 100 <= f.baseline * (100 - l.fall_percent) or f.value < l.or_below)
 and not coalesce(f.value * 100 <= f.baseline * (100 - l.deeper_fall_percent), false)
 and not coalesce(f.value < l.deeper_or_below, false)
