-- line_plans: Which of the new drugs would be planned parts of the line?
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
days as (
    select distinct patient, drug, started_on from news
),
grafts as (
    select patient, started_on as performed_on from therapies where part = 'transplant'
),
last_grafts as (
    select n.patient, n.drug, n.started_on, max(g.performed_on) as performed_on
    from days n
    join grafts g on g.patient = n.patient and g.performed_on < n.started_on
    group by n.patient, n.drug, n.started_on
),
last_treated as (
    select n.patient, n.drug, n.started_on, max(greatest(t.started_on, coalesce(t.ended_on, t.started_on))) as treated_on
    from days n
    join drug_roles d on d.drug = n.drug and d.role = 'maintenance'
    join therapies t on t.patient = n.patient and t.part <> 'steroid'
    where t.started_on < n.started_on and t.drug is distinct from n.drug
    group by n.patient, n.drug, n.started_on
),
companions as (
    select n.patient, n.drug, n.started_on, max(t.begun_on) as begun_last_on
    from days n
    join drug_roles d on d.drug = n.drug and d.role = 'maintenance'
    join therapies t on t.patient = n.patient and t.drug <> n.drug and t.part in ('treating', 'cell_product', 'steroid')
    cross join line_rules r
    left join grafts g
      on g.patient = n.patient and g.performed_on >= t.begun_on and g.performed_on < n.started_on
    where t.begun_on between n.started_on and plus_days(n.started_on, r.regimen_window_days)
       or (t.part <> 'steroid' and t.begun_on < n.started_on
           and (t.ended_on > n.started_on or (t.ended_on is null and g.patient is null)))
    group by n.patient, n.drug, n.started_on
),
planned as (
    select n.patient, n.line_started_on, n.drug, 'maintenance_gap_days' as fact
    from news n
    join last_treated l on l.patient = n.patient and l.drug = n.drug and l.started_on = n.started_on
    cross join line_rules r
    left join companions a
      on a.patient = n.patient and a.drug = n.drug and a.started_on = n.started_on
     and a.begun_last_on >= n.line_started_on
    where a.drug is null and days_between(l.treated_on, n.started_on) <= r.maintenance_gap_days
    union all
    select n.patient, n.line_started_on, n.drug, 'consolidation_days' as fact
    from news n
    join last_grafts g
      on g.patient = n.patient and g.drug = n.drug and g.started_on = n.started_on and g.performed_on >= n.line_started_on
    cross join line_rules r
    where days_between(g.performed_on, n.started_on) <= r.consolidation_days
    union all
    select n.patient, n.line_started_on, n.drug, 'bridging_days' as fact
    from news n
    join procedures p on p.patient = n.patient and p.procedure = 'leukapheresis'
    cross join line_rules r
    where n.part = 'cell_product' and p.performed_on <= n.line_started_on
      and days_between(p.performed_on, n.started_on) between 0 and r.bridging_days
)
select patient, line_started_on, drug, min(fact) as fact from planned group by patient, line_started_on, drug
