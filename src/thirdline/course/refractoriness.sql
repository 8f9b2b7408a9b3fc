-- refractoriness: To which drugs is the disease refractory, since when, and why?
--
-- To every drug that has failed in some line. The earliest failure is told, whatever came later.
-- Reads: failures
-- Empty without: failures
-- Nulls: a drug without a row is exposed at most: whether the disease is refractory to it is then unknown, not denied.
with ranked as (
    select f.*,
        row_number() over (
            partition by patient, drug
            order by since asc nulls last, line asc nulls last, reason desc nulls last, because asc nulls last
        ) as place
    from failures f
)
select patient, drug, drug_class, line, since, reason, because
from ranked
where place = 1
