-- negative_immunofixations: On which days was the immunofixation of serum negative?
--
-- Without one there is no complete response, and its other signs are not looked at.
-- Reads: findings
-- Empty without: findings
-- Nulls: an immunofixation without a result is not negative.
select patient, row, found_on
from findings
where kind = 'serum_immunofixation' and value = 'negative'
