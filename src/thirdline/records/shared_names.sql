-- shared_names: Which rows of a table would go by the same name, and how are they told apart?
--
-- Rows of one name that are alike in every cell are copies: the first stands for all (copy 1). The others of that name are
-- numbered in the order of their cells, so that the order of rows in the file does not matter. A number that makes a name
-- which another row already has is marked (taken).
-- Reads: read_rows, found_rows (the cells of each row as found)
-- Nulls: rows that name no patient share theirs.
with named as not materialized (
    select place, patient, base from read_rows
),

shared as (
    select patient, base from named group by all having count(*) > 1
),

alike as (
    select
        n.place, n.patient, n.base, cast(f.cells as varchar) as cells,
        count(*) over (partition by n.patient, n.base, f.cells) as copies,
        row_number() over (partition by n.patient, n.base, f.cells order by n.place) as copy
    from named n
    join shared s on s.patient is not distinct from n.patient and s.base = n.base
    join found_rows f on f.place = n.place
),

numbered as (
    select *, row_number() over (partition by patient, base, copy order by cells) as nth from alike
),

wanted as (
    select place, patient, concat(base, '/', nth) as base from numbered where copy = 1 and nth > 1
),

taken as (
    select distinct w.place
    from named n
    join wanted w on w.patient = n.patient and w.base = n.base
)

select x.place, x.copy, x.copies, x.nth, t.place is not null as taken
from numbered x
left join taken t on t.place = x.place
