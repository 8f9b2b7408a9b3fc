-- drug_changes: How does each line that a drug opened differ from the one before it?
--
-- A drug that stopped is exchanged for the new one when others go on whose course began while it was given; what had
-- ended before those began is not. Each dose is no new beginning: a course begins with its first. A line that begins as
-- an earlier one did, and not as the last, is that one restarted.
-- Reads: line_nexts, line_openings, therapies, line_rules
-- Empty without: line_nexts
-- Nulls: a treatment without a recorded end counts as stopped when something else starts, unless it is given again then.
with treating as (
    select * from therapies where part in ('treating', 'cell_product')
),
turns as (
    select o.patient, o.line + 1 as line, o.started_on as last_started_on, n.opens_on as started_on, n.kind
    from line_nexts n
    join line_openings o on o.patient = n.patient and o.started_on = n.line_started_on
),
news as (
    select * from turns where kind = 'drug'
),
starters as (
    select distinct n.patient, n.line, t.drug
    from news n
    join treating t on t.patient = n.patient
    cross join line_rules r
    where t.begun_on between n.started_on and plus_days(n.started_on, r.regimen_window_days)
),
fates as (
    select
        n.patient, n.line, t.drug,
        max(case when s.drug is not null or t.ended_on > n.started_on then 1 else 0 end) as goes_on,
        max(case when s.drug is null and t.ended_on > n.started_on then 1 else 0 end) as kept,
        max(t.begun_on) as last_begun_on, max(coalesce(t.ended_on, n.started_on)) as last_given_on
    from news n
    join treating t on t.patient = n.patient and t.begun_on < n.started_on
    left join starters s on s.patient = n.patient and s.line = n.line and s.drug = t.drug
    where t.started_on >= n.last_started_on or t.ended_on > n.last_started_on
    group by n.patient, n.line, t.drug
),
fate_windows as (
    select f.*, max(case when f.goes_on = 1 then f.last_begun_on end) over (partition by patient, line) as joined_on
    from fates f
),
fate_counts as (
    select patient, line, sum(goes_on) as n_going_on, sum(kept) as n_kept,
        sum(case when goes_on = 0 and last_given_on >= joined_on then 1 else 0 end) as n_exchanged
    from fate_windows
    group by patient, line
),
earlier as (
    select s.patient, s.line, p.line as earlier_line, count(distinct s.drug) as n_given
    from starters s
    join turns p on p.patient = s.patient and p.line < s.line
    join treating t on t.patient = s.patient and t.drug = s.drug
    where t.begun_on >= p.last_started_on and t.begun_on < p.started_on
    group by s.patient, s.line, p.line
),
restarts as (
    select e.patient, e.line
    from (select patient, line, max(n_given) as n_given from earlier group by patient, line) e
    join (select patient, line, count(*) as n_starting from starters group by patient, line) s
      on s.patient = e.patient and s.line = e.line and s.n_starting = e.n_given
)
select
    n.patient, n.line,
    case when s.patient is not null and coalesce(c.n_kept, 0) = 0 then 'restarted'
         when coalesce(c.n_going_on, 0) = 0 then 'changed_regimen'
         when c.n_exchanged > 0 then 'substituted_drug'
         else 'added_drug' end as change
from news n
left join fate_counts c on c.patient = n.patient and c.line = n.line
left join restarts s on s.patient = n.patient and s.line = n.line
