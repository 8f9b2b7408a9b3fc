-- cells_met: Which cells of the practice's table are this patient's?
--
-- A cell is met when the disease is refractory to one drug or class of each of its groups, and to none that it rules out.
-- The deepest cell that is met is the patient's; a deeper one that might be met leaves it in doubt. Cells for patients
-- with and without contraindications part on what the record says of them; where it says nothing, both stand. A table
-- for one disease holds no cell of a patient with another.
-- Reads: practice_cells, practice_cell_groups, drug_standing, patients, findings
-- Nulls: a diagnosis, refractoriness or contraindications that are unknown put the cell in doubt and are named in
--   `missing`.
with words as (
    select patient, drug as word, refractory, because, drug from drug_standing
    union all
    select patient, drug_class as word, refractory, because, drug from drug_standing
),
touched as (
    select w.patient, g.cell, g.part, min(case when g.refractory then 1 else 0 end) as wanted,
        case when max(case when w.refractory then 1 else 0 end) = 1 then 1 when count(w.refractory) = count(*) then 0 end as failed,
        joined(collect_set(case when w.refractory then w.because end), '; ') as because,
        joined(collect_set(case when w.refractory is null then 'refractoriness to ' || w.drug end), '; ') as missing
    from words w
    join practice_cell_groups g on g.word = w.word
    group by w.patient, g.cell, g.part
),
answered as (
    select patient, cell,
        sum(case when wanted = 1 and (failed is null or failed = 1) then 1 else 0 end) as n_failed,
        max(case when wanted = 0 and failed = 1 then 1 else 0 end) as ruled_out,
        count(case when failed is null then 1 end) as n_unknown,
        joined(collect_set(because), '; ') as because,
        joined(collect_set(case when failed is null then missing end), '; ') as missing
    from touched
    group by patient, cell
),
fits as (
    select p.patient, c.cell, p.diagnosis,
        case when coalesce(a.n_failed, 0) < c.n_groups or a.ruled_out = 1 then 0 when a.n_unknown > 0 then null else 1 end as holds,
        a.because, a.missing
    from patients p
    join practice_cells c on p.diagnosis is null or p.diagnosis = c.disease
    left join answered a on a.patient = p.patient and a.cell = c.cell
),
warnings as (
    select p.patient,
        case when max(case when f.value <> 'none' then 1 else 0 end) = 1 then 'present'
             when count(f.value) > 0 then 'none' end as contraindications,
        joined(collect_set(row_ref('findings', f.row)), '; ') as because
    from patients p
    left join findings f on f.patient = p.patient and f.kind = 'contraindication' and f.value is not null
    group by p.patient
),
open_cells as (
    select f.patient, f.cell, c.depth, f.holds, c.contraindications as asks, w.contraindications, c.fact,
        concat_ws('; ', f.because, w.because) as because,
        f.missing, f.diagnosis
    from fits f
    join practice_cells c on c.cell = f.cell
    join warnings w on w.patient = f.patient
    where (f.holds is null or f.holds = 1)
      and (c.contraindications = 'either' or w.contraindications is null or c.contraindications = w.contraindications)
),
deepest as (
    select patient, max(case when holds = 1 then depth end) as met_depth from open_cells group by patient
),
doubts as (
    select o.patient, joined(collect_set(o.missing), '; ') as missing
    from open_cells o
    join deepest d on d.patient = o.patient
    where o.holds is null and o.depth > d.met_depth
    group by o.patient
)
select o.patient, o.cell, o.fact, o.because,
    concat_ws('; ', case when o.diagnosis is null then 'diagnosis' end,
        case when o.holds is null and o.missing <> '' then o.missing end, x.missing,
        case when o.asks <> 'either' and o.contraindications is null then 'contraindication' end) as missing
from open_cells o
join deepest d on d.patient = o.patient
left join doubts x on x.patient = o.patient
where (d.met_depth is not null and o.holds = 1 and o.depth = d.met_depth) or d.met_depth is null
