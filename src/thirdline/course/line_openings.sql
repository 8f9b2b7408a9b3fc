-- line_openings: On which day does each line of therapy open, and why?
--
-- The first treatment opens line 1. From an open line, the next is opened by the first drug that the line did not hold
-- and that came after its regimen window, or by a transplant, unless it was planned (line_news, line_plans, line_nexts).
-- Steroids open nothing, nor does the same regimen given again with nothing in between. A drug that stopped is exchanged
-- for the new one when others go on that were begun while it was given; what had ended before those began is not. One
-- step opens one more line for every patient.
-- Reads: line_openings_before, line_nexts, therapies, line_rules
-- Nulls: a treatment without a recorded end counts as stopped when something else starts, unless it is given again then.
with treating as (
    select * from therapies where part in ('treating', 'cell_product')
),
starters as (
    select distinct n.patient, t.drug
    from line_nexts n
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
    from line_nexts n
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
    from line_nexts n
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
    from line_nexts n
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
from line_nexts n
join opening_rows o on o.patient = n.patient
cross join line_rules r
left join fate_counts c on c.patient = n.patient
left join restarts s on s.patient = n.patient
