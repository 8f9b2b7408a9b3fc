-- light_chains: What were kappa and lambda on each day on which both were measured, and was their ratio normal?
--
-- The ratio is kappa over lambda, judged by multiplication against the normal range.
-- Reads: measurements, response_rules
-- Empty without: measurements
-- Nulls: a day on which one of the two is missing is left out.
select
    k.patient, k.measured_on as assessed_on, k.value as kappa, l.value as lambda,
    case when k.value > l.value * r.flc_ratio_highest then 'kappa'
         when k.value < l.value * r.flc_ratio_lowest then 'lambda' end as in_excess,
    row_ref('measurements', k.row) || '; ' || row_ref('measurements', l.row) as rows_read
from measurements k
join measurements l on l.patient = k.patient and l.measured_on = k.measured_on and l.analyte = 'lambda_flc'
cross join response_rules r
where k.analyte = 'kappa_flc' and k.value is not null and l.value is not null and k.measured_on is not null
