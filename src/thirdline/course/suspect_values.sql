-- suspect_values: Which zeros stand between positive values so that they cannot be true, and are therefore not used?
--
-- Some registries store a missing M-protein as zero. A lone zero between two positive values is suspect; so is a short run
-- of zeros when the positive values on either side lie so close together that the protein could not have gone and come
-- back. An immunofixation of the same day vouches that a sample was read, and so for the whole run.
-- Reads: doubtful_zeros, marker_series, assessment_profile
-- Empty without: doubtful_zeros
-- Nulls: zeros at either end of the series have no second neighbour and are not suspect.
with doubted as (
    select distinct patient, marker from doubtful_zeros
),
placed as (
    select
        s.patient, s.marker, s.assessed_on, s.value, s.rows_read,
        sum(case when s.value <> 0 then 1 else 0 end) over (
            partition by s.patient, s.marker order by s.assessed_on asc nulls last
            rows between unbounded preceding and current row
        ) as n_measured
    from marker_series s
    join doubted d on d.patient = s.patient and d.marker = s.marker
),
runs as (
    select p.patient, p.marker, p.n_measured, count(*) as n_zeros
    from placed p
    left join doubtful_zeros z on z.patient = p.patient and z.marker = p.marker and z.assessed_on = p.assessed_on
    where p.value = 0
    group by p.patient, p.marker, p.n_measured
    having count(*) = count(z.patient)
),
suspect_runs as (
    select r.patient, r.marker, r.n_measured
    from runs r
    cross join assessment_profile a
    join placed f on f.patient = r.patient and f.marker = r.marker and f.n_measured = r.n_measured and f.value > 0
    join placed n on n.patient = r.patient and n.marker = r.marker and n.n_measured = r.n_measured + 1 and n.value > 0
    where r.n_zeros = 1
       or (r.n_zeros <= a.longest_zero_run and days_between(f.assessed_on, n.assessed_on) <= a.zero_run_days)
)
select p.patient, p.marker, p.assessed_on, p.rows_read
from placed p
join suspect_runs s on s.patient = p.patient and s.marker = p.marker and s.n_measured = p.n_measured
where p.value = 0
