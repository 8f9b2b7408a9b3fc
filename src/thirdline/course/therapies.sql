-- therapies: Which drugs given and transplants done count as treatment of the disease, and in what part?
--
-- A drug of a treating class is treatment; a steroid accompanies it. Conditioning and mobilisation close before a
-- transplant, and lymphodepletion close before a cell product, ride inside the line and are set apart here. A cell
-- product is treatment of its own. Other drugs (supportive, or of unknown name) are left out.
-- `joins_on` is the day that places a treatment in a line: its start, or the day of what it rides along with.
-- Reads: exposures, procedures, drug_roles, drug_facts, line_rules
-- Nulls: an exposure without a drug or a start is left out (see issues); a missing end stays null, but a cell product
--   is given on one day.
with transplants as (
    select patient, row, performed_on
    from procedures
    where procedure in ('autologous_transplant', 'allogeneic_transplant') and performed_on is not null
),
cells as (
    select e.patient, e.started_on as given_on
    from exposures e
    join drug_roles r on r.drug = e.drug and r.role = 'cell_product'
    where e.started_on is not null
),
riding as (
    select e.patient, e.row, min(r.role) as part,
        min(case when r.role = 'lymphodepletion' then c.given_on else t.performed_on end) as joins_on
    from exposures e
    join drug_roles r on r.drug = e.drug
    cross join line_rules l
    left join transplants t on t.patient = e.patient
    left join cells c on c.patient = e.patient
    where (r.role = 'conditioning' and days_between(e.started_on, t.performed_on) between 0 and l.conditioning_days)
       or (r.role = 'mobilisation' and days_between(e.started_on, t.performed_on) between 0 and l.mobilisation_days
           and days_between(e.started_on, coalesce(e.ended_on, e.started_on)) <= l.conditioning_days)
       or (r.role = 'lymphodepletion' and days_between(e.started_on, c.given_on) between 0 and l.lymphodepletion_days)
    group by e.patient, e.row
)
select
    e.patient, 'exposures' as record, e.row, e.drug, f.drug_class, e.started_on,
    case when p.drug is not null then coalesce(e.ended_on, e.started_on) else e.ended_on end as ended_on, e.stopped_because,
    coalesce(g.part, case when p.drug is not null then 'cell_product' else r.role end) as part,
    coalesce(g.joins_on, e.started_on) as joins_on
from exposures e
join drug_roles r on r.drug = e.drug and r.role in ('treating', 'steroid')
join drug_facts f on f.drug = e.drug
left join drug_roles p on p.drug = e.drug and p.role = 'cell_product'
left join riding g on g.patient = e.patient and g.row = e.row
where e.started_on is not null
union all
select
    e.patient, 'exposures' as record, e.row, e.drug, f.drug_class, e.started_on, e.ended_on, e.stopped_because, g.part,
    g.joins_on
from exposures e
join riding g on g.patient = e.patient and g.row = e.row
join drug_facts f on f.drug = e.drug
left join drug_roles r on r.drug = e.drug and r.role in ('treating', 'steroid')
where r.drug is null
union all
select
    patient, 'procedures' as record, row, null as drug, null as drug_class, performed_on as started_on,
    performed_on as ended_on, null as stopped_because, 'transplant' as part, performed_on as joins_on
from transplants
