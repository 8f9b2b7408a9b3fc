-- line_plans: Which of the new drugs were planned parts of the line?
--
-- A single maintenance drug soon after the last treatment, unaccompanied; consolidation soon after a transplant of the
-- line; a cell product after the bridging that opened the line once its leukapheresis was done.
-- Reads: line_news, therapies, procedures, drug_roles, line_rules
-- Empty without: line_news
-- Nulls: a treatment without a recorded end counts as still given until something else starts; after a transplant, as
--   ended.
with news as (
    select * from line_news where kind = 'drug'
),
grafts as (
    select patient, row, started_on as performed_on from line_news where kind = 'transplant'
),
last_treated as (
    select n.patient, n.drug, max(greatest(t.started_on, coalesce(t.ended_on, t.started_on))) as treated_on
    from news n
    join therapies t on t.patient = n.patient and t.part <> 'steroid'
    where t.started_on < n.started_on and t.drug is distinct from n.drug
    group by n.patient, n.drug
),
accompanied as (
    select distinct n.patient, n.drug
    from news n
    join therapies t on t.patient = n.patient and t.drug <> n.drug and t.part in ('treating', 'cell_product', 'steroid')
    cross join line_rules r
    left join grafts g
      on g.patient = n.patient and g.performed_on >= t.started_on and g.performed_on < n.started_on
    where t.started_on between n.started_on and plus_days(n.started_on, r.regimen_window_days)
       or (t.part <> 'steroid' and t.started_on < n.started_on and t.started_on >= n.line_started_on
           and (t.ended_on > n.started_on or (t.ended_on is null and g.patient is null)))
),
planned as (
    select n.patient, n.drug, 'maintenance_gap_days' as fact
    from news n
    join drug_roles d on d.drug = n.drug and d.role = 'maintenance'
    join last_treated l on l.patient = n.patient and l.drug = n.drug
    cross join line_rules r
    left join accompanied a on a.patient = n.patient and a.drug = n.drug
    where a.drug is null and days_between(l.treated_on, n.started_on) <= r.maintenance_gap_days
    union all
    select n.patient, n.drug, 'consolidation_days' as fact
    from news n
    join grafts g on g.patient = n.patient and g.performed_on < n.started_on
    cross join line_rules r
    where days_between(g.performed_on, n.started_on) <= r.consolidation_days
    union all
    select n.patient, n.drug, 'bridging_days' as fact
    from news n
    join procedures p on p.patient = n.patient and p.procedure = 'leukapheresis'
    cross join line_rules r
    where n.part = 'cell_product' and p.performed_on <= n.line_started_on
      and days_between(p.performed_on, n.started_on) between 0 and r.bridging_days
)
select patient, drug, min(fact) as fact from planned group by patient, drug
