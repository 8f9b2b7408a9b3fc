-- line_drugs: From when until when was each drug that can fail given in each line?
--
-- The drugs of the line from the first to the last day in it, but for the classes that the criterion does not count
-- (steroids) and what rides along with a transplant or a cell product.
-- Reads: given, uncounted_classes
-- Empty without: given
-- Nulls: none; `ended` says whether it is known that the drug was stopped: its last day was recorded, or the next line
--   opened. Not ended is not known to go on.
select
    g.patient, g.line, g.drug, g.drug_class, min(g.given_from) as given_from, max(g.given_until) as given_until,
    min(case when g.end_is in ('end_of_record', 'not_stated') then 0 else 1 end) = 1 as ended,
    joined(collect_set(row_ref(g.record, g.row)), '; ') as rows_read
from given g
left join uncounted_classes u on u.drug_class = g.drug_class
where g.part in ('treating', 'steroid', 'cell_product') and u.drug_class is null
group by g.patient, g.line, g.drug, g.drug_class
