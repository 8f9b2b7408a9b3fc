-- latest_findings: What was last found of each kind?
--
-- The finding of the latest day; of several on one day, the one whose word comes first, so that the choice is fixed.
-- Reads: findings
-- Empty without: findings
-- Nulls: a finding without a day or a usable word is left out.
with ranked as (
    select patient, kind, value, found_on, row,
        row_number() over (
            partition by patient, kind order by found_on desc nulls last, value asc nulls last, row asc nulls last
        ) as place
    from findings
    where value is not null and found_on is not null
)
select patient, kind, value, found_on, row_ref('findings', row) as because
from ranked
where place = 1
