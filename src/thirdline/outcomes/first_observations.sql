-- first_observations: From which day on was each patient under observation?
--
-- The first day on which anything was measured, found or befell the patient. Treatments, procedures and the diagnosis
-- itself may be charted from the patient's history, and do not show that anybody was watching.
-- Reads: patients, measurements, findings, lesions, events
-- Nulls: where nothing was measured or found it is not known from when on the patient was observed.
with days as (
    select patient, measured_on as day from measurements
    union all select patient, found_on from findings
    union all select patient, measured_on from lesions
    union all select patient, started_on from events
)
select p.patient, min(d.day) as observed_from
from patients p
left join days d on d.patient = p.patient
group by p.patient
