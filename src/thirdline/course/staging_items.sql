-- staging_items: Which values and words at diagnosis can stage the disease?
--
-- The value of each analyte nearest to the day of diagnosis (without one, to the first line), within the system's
-- window and not after treatment began; LDH as normal or high by the laboratory's own limit; serum M-protein under the
-- name of the patient's heavy chain, that of other heavy chains as not made; named findings of the same time.
-- Reads: patients, measurements, findings, line_openings, stage_systems, stage_items
-- Nulls: no day of diagnosis and no line, no items; LDH without the laboratory's limit is no item.
with wanted as (
    select system, item as name from stage_items
    union
    select system, 'serum_m_protein' as name from stage_items where item like 'ig__m_protein'
),
anchors as (
    select p.patient, p.heavy_chain, coalesce(p.diagnosed_on, o.started_on) as anchor, o.started_on
    from patients p
    left join line_openings o on o.patient = p.patient and o.line = 1
),
near as (
    select a.patient, a.heavy_chain, s.system, m.analyte, m.value, m.upper_normal, m.measured_on,
        row_ref('measurements', m.row) as rows_read,
        row_number() over (
            partition by a.patient, s.system, m.analyte
            order by abs(days_between(a.anchor, m.measured_on)) asc nulls last, m.measured_on asc nulls last,
                m.row asc nulls last
        ) as place
    from anchors a
    join measurements m on m.patient = a.patient
    join wanted w on w.name = m.analyte
    join stage_systems s on s.system = w.system
    where m.value is not null and abs(days_between(a.anchor, m.measured_on)) <= s.window_days
      and (a.started_on is null or m.measured_on <= a.started_on)
),
said as (
    select a.patient, s.system, f.kind, f.value, f.found_on, row_ref('findings', f.row) as rows_read,
        row_number() over (
            partition by a.patient, s.system, f.kind
            order by abs(days_between(a.anchor, f.found_on)) asc nulls last, f.found_on asc nulls last,
                f.row asc nulls last
        ) as place
    from anchors a
    join findings f on f.patient = a.patient
    join wanted w on w.name = f.kind
    join stage_systems s on s.system = w.system
    where f.value is not null and abs(days_between(a.anchor, f.found_on)) <= s.window_days
)
select patient, system, analyte as item, value, null as word, measured_on as read_on, rows_read
from near
where place = 1 and analyte <> 'ldh'
union all
select patient, system, 'ldh' as item, null as value, case when value > upper_normal then 'high' else 'normal' end as word,
    measured_on as read_on, rows_read
from near
where place = 1 and analyte = 'ldh' and upper_normal is not null
union all
select patient, system, lower(heavy_chain) || '_m_protein' as item, value, null as word, measured_on as read_on, rows_read
from near
where place = 1 and analyte = 'serum_m_protein' and heavy_chain is not null
union all
select a.patient, c.system, c.item, null as value, 'not made' as word, null as read_on,
    row_ref('patients', a.patient) as rows_read
from anchors a
join stage_items own on own.item = lower(a.heavy_chain) || '_m_protein'
join stage_items c on c.system = own.system and c.item like 'ig__m_protein' and c.item <> own.item
union all
select patient, system, kind as item, null as value, value as word, found_on as read_on, rows_read
from said
where place = 1
