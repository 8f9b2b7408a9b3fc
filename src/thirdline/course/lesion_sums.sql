-- lesion_sums: What was the sum of products of diameters of the plasmacytomas on each day of imaging?
--
-- Longest times perpendicular diameter, summed over the plasmacytomas of the day.
-- Reads: lesions
-- Empty without: lesions
-- Nulls: a plasmacytoma without both diameters makes the day's sum unknown, and the day is left out.
select
    patient, measured_on as assessed_on, count(*) as n_lesions,
    sum(cast(longest_mm * perpendicular_mm as decimal(18, 4))) as value,
    joined(collect_set(row_ref('lesions', row)), '; ') as rows_read
from lesions
where kind = 'plasmacytoma' and measured_on is not null
group by patient, measured_on
having count(*) = count(longest_mm * perpendicular_mm)
