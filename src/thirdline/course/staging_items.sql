-- staging_items: Which values and words at diagnosis can stage the disease?
--
-- The value of each analyte nearest to the day of diagnosis (without one, to the first line), within the system's
-- window and not after treatment began; LDH as normal or high by the laboratory's own limit; serum M-protein under the
-- name of the patient's heavy chain, that of other heavy chains as not made; named findings of the same time.
-- Reads: patients, measurements, findings, line_openings, stage_systems, stage_items
-- Nulls: no day of diagnosis and no line, no items; LDH without the laboratory's limit is no item.
with wanted as (
    select i.system, i.item as name, s.window_days
    from stage_items i
    join stage_systems s on s.system = i.system
    union
    select i.system, 'serum_m_protein' as name, s.window_days
    from stage_items i
    join stage_systems s on s.system = i.system
    where i.item like 'ig__m_protein'
),
anchors as (
    select p.patient, p.heavy_chain, coalesce(p.diagnosed_on, o.started_on) as anchor, o.started_on
    from patients p
    left join line_openings o on o.patient = p.patient and o.line = 1
),
told as (
    select m.patient, a.anchor, 'measurements' as record, m.row, m.analyte as name, m.measured_on as read_on,
        case when m.analyte <> 'ldh' then m.value end as value,
        case when m.analyte = 'ldh' and m.value > m.upper_normal then 'high'
             when m.analyte = 'ldh' and m.upper_normal is not null then 'normal' end as word
    from measurements m
    join anchors a on a.patient = m.patient
    where m.value is not null and (a.started_on is null or m.measured_on <= a.started_on)
    union all
    select f.patient, a.anchor, 'findings' as record, f.row, f.kind as name, f.found_on as read_on, null as value,
        f.value as word
    from findings f
    join anchors a on a.patient = f.patient
    where f.value is not null
),
nearest as (
    select t.patient, w.system, t.name, t.value, t.word, t.read_on, row_ref(t.record, t.row) as rows_read,
        row_number() over (
            partition by t.patient, w.system, t.record, t.name
            order by abs(days_between(t.anchor, t.read_on)) asc nulls last, t.read_on asc nulls last, t.row asc nulls last
        ) as place
    from told t
    join wanted w on w.name = t.name
    where abs(days_between(t.anchor, t.read_on)) <= w.window_days
)
select patient, system, name as item, value, word, read_on, rows_read
from nearest
where place = 1 and (value is not null or word is not null)
union all
select n.patient, n.system, lower(a.heavy_chain) || '_m_protein' as item, n.value, n.word, n.read_on, n.rows_read
from nearest n
join anchors a on a.patient = n.patient
where n.place = 1 and n.name = 'serum_m_protein' and a.heavy_chain is not null
union all
select a.patient, c.system, c.item, null as value, 'not made' as word, null as read_on,
    row_ref('patients', a.patient) as rows_read
from anchors a
join stage_items own on own.item = lower(a.heavy_chain) || '_m_protein'
join stage_items c on c.system = own.system and c.item like 'ig__m_protein' and c.item <> own.item
