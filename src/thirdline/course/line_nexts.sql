-- line_nexts: What opens the next line of each patient, and when?
--
-- The earliest new drug or transplant that was not planned: a first transplant may come until its time is over, a tandem
-- soon after the first. Nothing is planned once the disease has progressed within the line; what an investigator called
-- progression counts here before it is confirmed, for the plan was changed in its light.
-- Reads: line_news, line_plans, progressions_before, findings, line_rules
-- Empty without: line_news
-- Nulls: without progression in the line there is no relapse.
with relapses as (
    select patient, progressed_on,
        row_ref('progressions', patient || '/' || cast(line as string) || '/' || cast(progressed_on as string)) as because
    from progressions_before
    where confirmed_on is not null
    union all
    select patient, found_on as progressed_on, row_ref('findings', row) as because
    from findings
    where kind = 'reported_response' and value = 'PD'
),
news as (
    select * from line_news where kind = 'drug'
),
grafts as (
    select patient, line, line_started_on, row, started_on as performed_on, former_on from line_news where kind = 'transplant'
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
    left join line_plans p on p.patient = n.patient and p.drug = n.drug
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
)
select patient, line, line_started_on, opens_on, kind, fact, relapse
from ranked
where place = 1
