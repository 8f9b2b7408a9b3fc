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
parts as (
    select p.patient, g.cell, g.part, min(case when g.refractory then 1 else 0 end) as wanted,
        max(case when w.refractory then 1 else 0 end) as failed,
        count(w.word) - count(w.refractory) as n_unknown,
        joined(collect_set(case when w.refractory then w.because end), '; ') as because,
        joined(collect_set(case when w.refractory is null then 'refractoriness to ' || w.drug end), '; ')
            as missing
    from patients p
    cross join practice_cell_groups g
    left join words w on w.patient = p.patient and w.word = g.word
    group by p.patient, g.cell, g.part
),
answered as (
    select patient, cell, because, missing,
        case when failed = 1 then wanted
             when n_unknown > 0 then null
             else 1 - wanted end as holds
    from parts
),
fits as (
    select patient, cell,
        case when min(holds) = 0 then 0 when count(holds) = count(*) then 1 end as holds,
        joined(collect_set(case when because <> '' then because end), '; ') as because,
        joined(collect_set(case when holds is null and missing <> '' then missing end), '; ') as missing
    from answered
    group by patient, cell
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
        concat_ws('; ', case when f.because <> '' then f.because end, case when w.because <> '' then w.because end) as because,
        f.missing, p.diagnosis
    from fits f
    join practice_cells c on c.cell = f.cell
    join warnings w on w.patient = f.patient
    join patients p on p.patient = f.patient
    where (f.holds is null or f.holds = 1)
      and (p.diagnosis is null or p.diagnosis = c.disease)
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
