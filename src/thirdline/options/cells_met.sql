-- cells_met: Which cells of the practice's table are this patient's?
--
-- A cell is met when the disease is refractory to one drug or class of each of its groups, and to none that it rules out.
-- The deepest cell that is met is the patient's; a deeper one that might be met leaves it in doubt. Cells for patients
-- with and without contraindications part on what the record says of them; where it says nothing, both stand. A table
-- for one disease holds no cell of a patient with another.
-- Reads: practice_cells, practice_cell_groups, drug_standing, patients, findings
-- Nulls: a diagnosis, refractoriness or contraindications that are unknown put the cell in doubt and are named in
--   `missing`.
with standing as (
    select patient, drug, drug_class, case when refractory then because end as because,
        case when refractory is null then 'refractoriness to ' || drug end as missing
    from drug_standing
    where refractory or refractory is null
),
words as (
    select patient, drug as word, because, missing from standing
    union all
    select patient, drug_class as word, because, missing from standing
),
touched as (
    select w.patient, g.cell, g.part, g.refractory as wanted, joined(collect_set(w.because), '; ') as because,
        joined(collect_set(w.missing), '; ') as missing
    from words w
    join practice_cell_groups g on g.word = w.word
    group by w.patient, g.cell, g.part, g.refractory
),
answered as (
    select patient, cell, count(case when wanted then 1 end) as n_failed,
        count(case when not wanted and because is not null then 1 end) as n_ruled_out,
        count(case when because is null then 1 end) as n_unknown,
        joined(collect_set(because), '; ') as because,
        joined(collect_set(case when because is null then missing end), '; ') as missing
    from touched
    group by patient, cell
),
warnings as (
    select patient, case when max(case when value <> 'none' then 1 else 0 end) = 1 then 'present' else 'none' end as found,
        joined(collect_set(row_ref('findings', row)), '; ') as because
    from findings
    where kind = 'contraindication' and value is not null
    group by patient
),
open_cells as (
    select p.patient, p.diagnosis, c.cell, c.depth, c.fact, coalesce(a.n_unknown, 0) = 0 as holds,
        max(case when coalesce(a.n_unknown, 0) = 0 then c.depth end) over (partition by p.patient) as met_depth,
        c.contraindications <> 'either' and w.found is null as unwarned,
        concat_ws('; ', a.because, w.because) as because, a.missing
    from patients p
    left join warnings w on w.patient = p.patient
    join practice_cells c
      on (p.diagnosis is null or p.diagnosis = c.disease)
     and (c.contraindications = 'either' or w.found is null or c.contraindications = w.found)
    left join answered a on a.patient = p.patient and a.cell = c.cell
    where coalesce(a.n_failed, 0) >= c.n_groups and coalesce(a.n_ruled_out, 0) = 0
),
doubts as (
    select patient, joined(collect_set(missing), '; ') as missing
    from open_cells
    where not holds and depth > met_depth
    group by patient
)
select o.patient, o.cell, o.fact, o.because,
    concat_ws('; ', case when o.diagnosis is null then 'diagnosis' end, case when not o.holds then o.missing end,
        d.missing, case when o.unwarned then 'contraindication' end) as missing
from open_cells o
left join doubts d on d.patient = o.patient
where o.met_depth is null or (o.holds and o.depth = o.met_depth)
