-- rows: What is each row called, so that its order in the file does not matter?
--
-- A row keeps the id it came with, or is called after its content. A name used twice gets /2, /3 in the order of the
-- rows' other values; a name that is then still taken gets ~2, ~3. Names hold no ';'.
-- Reads: read_rows
-- Nulls: as read.
with counted as (
    select place, patient, base, row_number() over (partition by patient, base order by place nulls first) as nth
    from read_rows
),

called as (
    select place, patient, nth, replace(concat(base, case when nth > 1 then concat('/', nth) end), ';', ',') as name
    from counted
),

recounted as (
    select
        place, nth, name,
        row_number() over (partition by patient, name order by nth nulls first, place nulls first) as again
    from called
)

select r.*, n.nth, concat(n.name, case when n.again > 1 then concat('~', n.again) end) as row
from read_rows r
join recounted n on n.place = r.place
