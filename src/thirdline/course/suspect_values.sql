-- suspect_values: Which lone zeros stand between positive values, and are therefore not used?
--
-- Some registries store a missing M-protein as zero. A zero whose neighbours are both positive is suspect, unless an
-- immunofixation of the same day vouches that a sample was read.
-- Reads: marker_series, findings
-- Empty without: marker_series
-- Nulls: a zero at either end of the series has no second neighbour and is not suspect.
with neighbours as (
    select
        patient, marker, assessed_on, value, rows_read,
        lag(value) over (partition by patient, marker order by assessed_on asc nulls last, rows_read asc nulls last) as former,
        lead(value) over (partition by patient, marker order by assessed_on asc nulls last, rows_read asc nulls last) as next
    from marker_series
    where marker in ('serum_m_protein', 'urine_m_protein')
),
vouched as (
    select distinct
        patient, found_on,
        case kind when 'serum_immunofixation' then 'serum_m_protein' else 'urine_m_protein' end as marker
    from findings
    where kind in ('serum_immunofixation', 'urine_immunofixation') and value is not null
)
select n.patient, n.marker, n.assessed_on, n.rows_read
from neighbours n
left join vouched v on v.patient = n.patient and v.found_on = n.assessed_on and v.marker = n.marker
where n.value = 0 and n.former > 0 and n.next > 0 and v.patient is null
