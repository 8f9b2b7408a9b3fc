-- last_dates: What is the last day of each patient's record?
--
-- The latest date on which anything was observed, given or done, on which the patient was seen, or died.
-- Reads: patients, exposures, measurements, findings, procedures, lesions, events
-- Nulls: a patient without any date has no last day.
with days as (
    select patient, last_seen_on as day from patients
    union all select patient, died_on from patients
    union all select patient, diagnosed_on from patients
    union all select patient, started_on from exposures
    union all select patient, ended_on from exposures
    union all select patient, measured_on from measurements
    union all select patient, found_on from findings
    union all select patient, performed_on from procedures
    union all select patient, measured_on from lesions
    union all select patient, started_on from events
)
select p.patient, max(d.day) as last_on
from patients p
left join days d on d.patient = p.patient
group by p.patient
