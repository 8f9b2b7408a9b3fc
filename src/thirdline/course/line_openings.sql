-- line_openings: On which day does each line of therapy open, and why?
--
-- The first treatment opens line 1. From an open line, the next is opened by the first drug that the line did not hold
-- and that came after its regimen window, or by a transplant, unless it was planned: a first transplant soon enough,
-- a tandem, consolidation soon after a transplant, a single maintenance drug soon after the last treatment, a cell
-- product after bridging. Nothing is planned once the disease has progressed within the line; what an investigator
-- called progression counts here before it is confirmed, for the plan was changed in its light. Steroids open nothing,
-- nor does the same regimen given again with nothing in between. A drug that stopped is exchanged for the new one when
-- others go on that were begun while it was given; what had ended before those began is not. One step opens one more
-- line for every patient.
-- Reads: line_openings_before, progressions_before, findings, therapies, procedures, drug_roles, line_rules
-- Nulls: a treatment without a recorded end counts as still given until something else starts; after a transplant, as ended.
with treating as (
    select * from therapies where part in ('treating', 'cell_product')
),
deepest as (
    select max(line) as line from line_openings_before
),
here as (
    select b.patient, b.line, b.started_on
    from line_openings_before b
    join deepest d on d.line = b.line
),
relapses as (
    select patient, progressed_on,
        row_ref('progressions', patient || '/' || cast(line as string) || '/' || cast(progressed_on as string)) as because
    from progressions_before
    where confirmed_on is not null
    union all
    select patient, found_on as progressed_on, row_ref('findings', row) as because
    from findings
    where kind = 'reported_response' and value = 'PD'
),
held as (
    select distinct h.patient, t.drug
    from here h
    join treating t on t.patient = h.patient
    cross join line_rules r
    where t.started_on between h.started_on and plus_days(h.started_on, r.regimen_window_days)
       or (t.started_on < h.started_on and t.ended_on > h.started_on)
),
news as (
    select h.patient, h.line, h.started_on as line_started_on, t.drug, t.part, min(t.started_on) as started_on
    from here h
    join treating t on t.patient = h.patient
    cross join line_rules r
    left join held d on d.patient = h.patient and d.drug = t.drug
    where t.started_on > plus_days(h.started_on, r.regimen_window_days) and d.drug is null
    group by h.patient, h.line, h.started_on, t.drug, t.part
),
grafts as (
    select
        h.patient, h.line, h.started_on as line_started_on, t.row, t.started_on as performed_on,
        lag(t.started_on) over (
            partition by h.patient order by t.started_on asc nulls last, t.row asc nulls last
        ) as former_on
    from here h
    join therapies t on t.patient = h.patient and t.part = 'transplant' and t.started_on >= h.started_on
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
),
drugs_planned as (
    select patient, drug, min(fact) as fact from planned group by patient, drug
),
drugs_relapsed as (
    select n.patient, n.drug, max(p.because) as because
    from news n
    join relapses p on p.patient = n.patient and p.progressed_on > n.line_started_on and p.progressed_on <= n.started_on
    group by n.patient, n.drug
),
grafts_relapsed as (
    select g.patient, g.row, max(p.because) as because
    from grafts g
    join relapses p on p.patient = g.patient and p.progressed_on > g.line_started_on and p.progressed_on <= g.performed_on
    group by g.patient, g.row
),
candidates as (
    select
        n.patient, n.line, n.line_started_on, n.started_on as opens_on,
        case when p.drug is null then 'drug' else 'progression' end as kind,
        case when p.drug is null then 'regimen_window_days' else p.fact end as fact, x.because as relapse
    from news n
    left join drugs_planned p on p.patient = n.patient and p.drug = n.drug
    left join drugs_relapsed x on x.patient = n.patient and x.drug = n.drug
    where p.drug is null or x.drug is not null
    union all
    select
        g.patient, g.line, g.line_started_on, g.performed_on as opens_on, 'transplant' as kind,
        case when g.former_on is null then 'planned_transplant_days' else 'tandem_days' end as fact, x.because as relapse
    from grafts g
    cross join line_rules r
    left join grafts_relapsed x on x.patient = g.patient and x.row = g.row
    where g.performed_on > g.line_started_on
      and (x.row is not null
           or (g.former_on is null and days_between(g.line_started_on, g.performed_on) > r.planned_transplant_days)
           or (g.former_on is not null and days_between(g.former_on, g.performed_on) > r.tandem_days))
),
ranked as (
    select
        c.*,
        row_number() over (
            partition by patient
            order by opens_on asc nulls last, kind desc nulls last, fact asc nulls last, relapse asc nulls last
        ) as place
    from candidates c
),
nexts as (
    select * from ranked where place = 1
),
starters as (
    select distinct n.patient, t.drug
    from nexts n
    join treating t on t.patient = n.patient
    cross join line_rules r
    where t.started_on between n.opens_on and plus_days(n.opens_on, r.regimen_window_days)
),
fates as (
    select
        n.patient, t.drug,
        max(case when s.drug is not null or t.ended_on > n.opens_on then 1 else 0 end) as goes_on,
        max(case when s.drug is null and t.ended_on > n.opens_on then 1 else 0 end) as kept,
        max(t.started_on) as last_started_on, max(coalesce(t.ended_on, n.opens_on)) as last_given_on
    from nexts n
    join treating t on t.patient = n.patient and t.started_on < n.opens_on
    left join starters s on s.patient = n.patient and s.drug = t.drug
    where t.started_on >= n.line_started_on or t.ended_on > n.line_started_on
    group by n.patient, t.drug
),
going_on as (
    select patient, max(last_started_on) as last_started_on from fates where goes_on = 1 group by patient
),
fate_counts as (
    select f.patient, sum(f.goes_on) as n_going_on, sum(f.kept) as n_kept,
        sum(case when f.goes_on = 0 and f.last_given_on >= g.last_started_on then 1 else 0 end) as n_exchanged
    from fates f
    left join going_on g on g.patient = f.patient
    group by f.patient
),
spans as (
    select
        patient, line, started_on,
        lead(started_on) over (partition by patient order by line asc nulls last) as next_started_on
    from line_openings_before
),
earlier as (
    select n.patient, p.line, count(distinct s.drug) as n_given
    from nexts n
    join spans p on p.patient = n.patient and p.line < n.line
    join starters s on s.patient = n.patient
    join treating t on t.patient = n.patient and t.drug = s.drug
    where t.started_on >= p.started_on and t.started_on < p.next_started_on
    group by n.patient, p.line
),
restarts as (
    select e.patient
    from (select patient, max(n_given) as n_given from earlier group by patient) e
    join (select patient, count(*) as n_starting from starters group by patient) s
      on s.patient = e.patient and s.n_starting = e.n_given
),
opening_rows as (
    select n.patient, joined(collect_set(row_ref(t.record, t.row)), '; ') as refs
    from nexts n
    join therapies t
      on t.patient = n.patient and t.started_on = n.opens_on and t.part in ('treating', 'cell_product', 'transplant')
    group by n.patient
),
first_days as (
    select t.patient, min(t.started_on) as started_on
    from therapies t
    left join line_openings_before b on b.patient = t.patient
    where t.part in ('treating', 'cell_product', 'transplant') and b.patient is null
    group by t.patient
)
select patient, line, started_on, opened_by, because from line_openings_before
union all
select
    f.patient, 1 as line, f.started_on, 'first' as opened_by,
    fact_ref(r.criterion, 'treating_classes') || '; '
    || joined(collect_set(row_ref(t.record, t.row)), '; ') as because
from first_days f
join therapies t
  on t.patient = f.patient and t.started_on = f.started_on and t.part in ('treating', 'cell_product', 'transplant')
cross join line_rules r
group by f.patient, f.started_on, r.criterion
union all
select
    n.patient, n.line + 1 as line, n.opens_on as started_on,
    case when n.kind = 'transplant' then 'transplant'
         when n.kind = 'progression' then 'progression'
         when s.patient is not null and coalesce(c.n_kept, 0) = 0 then 'restarted'
         when coalesce(c.n_going_on, 0) = 0 then 'changed_regimen'
         when c.n_exchanged > 0 then 'substituted_drug'
         else 'added_drug' end as opened_by,
    concat_ws('; ',
        fact_ref(r.criterion, n.fact), o.refs,
        case when n.kind <> 'drug' then n.relapse end) as because
from nexts n
join opening_rows o on o.patient = n.patient
cross join line_rules r
left join fate_counts c on c.patient = n.patient
left join restarts s on s.patient = n.patient
