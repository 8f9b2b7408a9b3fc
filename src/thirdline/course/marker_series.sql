-- marker_series: What was every marker of disease worth on each day?
--
-- Serum and urine M-protein, marrow and circulating plasma cells as measured; the light-chain difference is involved
-- less uninvolved; plasmacytomas are their sum of products. `level` is what is held against the least measurable
-- value: the marker itself, but for light chains the involved chain, and only where the ratio is abnormal. Of several
-- values of one day the highest counts: they are one sample, and one cannot confirm the other.
-- Reads: measurements, light_chains, involved_chains, lesion_sums
-- Nulls: a value that is missing is left out; `level` is null where light chains cannot be followed.
with every as (
    select
        patient,
        case analyte when 'bone_marrow_plasma_cells' then 'bone_marrow' else analyte end as marker,
        measured_on as assessed_on, value, value as level, 0 as n_lesions, row_ref('measurements', row) as rows_read
    from measurements
    where analyte in ('serum_m_protein', 'urine_m_protein', 'bone_marrow_plasma_cells', 'circulating_plasma_cells')
      and value is not null and measured_on is not null
    union all
    select
        l.patient, 'flc_difference' as marker, l.assessed_on,
        case i.chain when 'kappa' then l.kappa - l.lambda else l.lambda - l.kappa end as value,
        case when l.in_excess = i.chain then case i.chain when 'kappa' then l.kappa else l.lambda end end as level,
        0 as n_lesions, l.rows_read
    from light_chains l
    join involved_chains i on i.patient = l.patient
    union all
    select patient, 'lesion' as marker, assessed_on, value, value as level, n_lesions, rows_read
    from lesion_sums
),
crowded as (
    select patient, marker, assessed_on from every group by patient, marker, assessed_on having count(*) > 1
),
ranked as (
    select e.*,
        row_number() over (
            partition by e.patient, e.marker, e.assessed_on order by e.value desc nulls last, e.rows_read asc nulls last
        ) as place
    from every e
    join crowded c on c.patient = e.patient and c.marker = e.marker and c.assessed_on = e.assessed_on
)
select e.patient, e.marker, e.assessed_on, e.value, e.level, e.n_lesions, e.rows_read
from every e
left join crowded c on c.patient = e.patient and c.marker = e.marker and c.assessed_on = e.assessed_on
where c.patient is null
union all
select patient, marker, assessed_on, value, level, n_lesions, rows_read
from ranked
where place = 1
