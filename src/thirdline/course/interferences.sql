-- interferences: Where may a therapeutic antibody pass for the patient's M-protein?
--
-- The antibody's own isotype is the patient's, it was given then or not long before, and what is left is a low spike or
-- a positive immunofixation alone: suspected. The same isotype and no M-protein in numbers under the antibody, or an
-- isotype of the patient that is not recorded: possible. Complete response cannot be excluded in either.
-- Reads: line_drugs, drug_facts, patients, measurements, findings, visits, interference_rules
-- Nulls: a patient's isotype that is not recorded does not clear the antibody.
with antibodies as (
    select d.patient, d.line, d.drug, d.given_from, plus_days(d.given_until, r.washout_days) as seen_until, r.criterion,
        r.m_protein_at_most, r.settled_by, f.fact, row_ref('patients', p.patient) as patient_row,
        p.heavy_chain is null or p.light_chain is null as unknown
    from line_drugs d
    join drug_facts f on f.drug = d.drug and f.heavy_chain is not null
    join patients p on p.patient = d.patient
    cross join interference_rules r
    where (p.heavy_chain is null or p.heavy_chain = f.heavy_chain) and (p.light_chain is null or p.light_chain = f.light_chain)
),
spikes as (
    select a.patient, a.line, a.drug, m.measured_on, m.value, row_ref('measurements', m.row) as rows_read
    from antibodies a
    join measurements m
      on m.patient = a.patient and m.analyte = 'serum_m_protein' and m.value is not null
     and m.measured_on > a.given_from and m.measured_on <= a.seen_until
),
fixations as (
    select a.patient, a.line, a.drug, f.found_on, row_ref('findings', f.row) as rows_read
    from antibodies a
    join findings f
      on f.patient = a.patient and f.kind = 'serum_immunofixation' and f.value = 'positive'
     and f.found_on > a.given_from and f.found_on <= a.seen_until
),
low as (
    select a.patient, a.line, a.drug, s.measured_on as assessed_on, s.rows_read
    from antibodies a
    join spikes s on s.patient = a.patient and s.line = a.line and s.drug = a.drug
    where s.value > 0 and s.value <= a.m_protein_at_most
    union all
    select f.patient, f.line, f.drug, f.found_on as assessed_on, f.rows_read
    from fixations f
    join antibodies a on a.patient = f.patient and a.line = f.line and a.drug = f.drug
    left join spikes s on s.patient = f.patient and s.line = f.line and s.drug = f.drug and s.measured_on = f.found_on
    where s.value is null or s.value <= a.m_protein_at_most
),
unnumbered as (
    select a.patient, a.line, a.drug, max(v.assessed_on) as assessed_on
    from antibodies a
    join visits v
      on v.patient = a.patient and v.assessed_on > a.given_from and v.assessed_on <= a.seen_until and v.line = a.line
    left join spikes s on s.patient = a.patient and s.line = a.line and s.drug = a.drug
    left join low l on l.patient = a.patient and l.line = a.line and l.drug = a.drug
    where s.patient is null and l.patient is null and not a.unknown
    group by a.patient, a.line, a.drug
)
select a.patient, a.line, a.drug, l.assessed_on,
    case when a.unknown then 'possible' else 'suspected' end as interference, a.settled_by,
    concat_ws('; ', fact_ref(a.criterion, 'm_protein_at_most'), a.fact, a.patient_row,
        joined(collect_set(l.rows_read), '; ')) as because
from antibodies a
join low l on l.patient = a.patient and l.line = a.line and l.drug = a.drug
group by a.patient, a.line, a.drug, l.assessed_on, a.unknown, a.settled_by, a.criterion, a.fact, a.patient_row
union all
select a.patient, a.line, a.drug, u.assessed_on, 'possible' as interference, a.settled_by,
    concat_ws('; ', fact_ref(a.criterion, 'm_protein_at_most'), a.fact, a.patient_row,
        'no serum M-protein in numbers under the antibody') as because
from antibodies a
join unnumbered u on u.patient = a.patient and u.line = a.line and u.drug = a.drug
