-- care_site: Which centres are there?
--
-- Reads: patients
-- Nulls: none.
select distinct cast(regexp_extract(centre, '\d+') as bigint) as care_site_id, centre as care_site_name
from patients
where centre is not null
order by care_site_id
