-- rows: What is each row called?
--
-- A row keeps the id it came with, or is called after its content; of several with one name the others get /2, /3 (and ~2
-- where that name is taken). Copies of a row are left out. Names hold no ';'.
-- Reads: read_rows, shared_names
-- Nulls: as read.
select
    r.* exclude (copies), coalesce(s.nth, 1) as nth, coalesce(s.copies, r.copies) as copies,
    concat(r.base, case when s.nth > 1 then concat('/', s.nth) end, case when s.taken then '~2' end) as row
from read_rows r
left join shared_names s on s.place = r.place
where coalesce(s.copy, 1) = 1
