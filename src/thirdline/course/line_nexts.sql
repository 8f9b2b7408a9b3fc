-- line_nexts: If a line opened on that day, what would open the next, and when?
--
-- The earliest new drug or transplant that was not planned: a first transplant may come until its time is over, a tandem
-- soon after the first. Nothing is planned once the disease has progressed within the line; what an investigator called
-- progression counts here before it is confirmed, for the plan was changed in its light.
-- Reads: line_news, line_plans, progressions_before, findings, line_rules
-- Empty without: line_news
-- Nulls: without progression in the line there is no relapse; nor is one told of a drug that opens a line in any case.
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
relapsed as (
    select n.patient, n.line_started_on, n.started_on, max(p.because) as because
    from line_news n
    join relapses p on p.patient = n.patient and p.progressed_on > n.line_started_on and p.progressed_on <= n.started_on
    group by n.patient, n.line_started_on, n.started_on
),
candidates as (
    select
        n.patient, n.line_started_on, n.started_on as opens_on,
        case when n.kind = 'transplant' then n.kind when p.drug is null then n.kind else 'progression' end as kind,
        case when n.kind = 'transplant' then case when n.former_on is null then 'planned_transplant_days' else 'tandem_days' end
             when p.drug is null then 'regimen_window_days'
             else p.fact end as fact,
        case when n.kind = 'transplant' or p.drug is not null then x.because end as relapse
    from line_news n
    cross join line_rules r
    left join line_plans p on p.patient = n.patient and p.line_started_on = n.line_started_on and p.drug = n.drug
    left join relapsed x
      on x.patient = n.patient and x.line_started_on = n.line_started_on and x.started_on = n.started_on
    where n.started_on > n.line_started_on
      and (x.patient is not null
           or (n.kind = 'drug' and p.drug is null)
           or (n.kind = 'transplant' and n.former_on is null
               and days_between(n.line_started_on, n.started_on) > r.planned_transplant_days)
           or (n.kind = 'transplant' and days_between(n.former_on, n.started_on) > r.tandem_days))
),
ranked as (
    select
        c.*,
        row_number() over (
            partition by patient, line_started_on
            order by opens_on asc nulls last, kind desc nulls last, fact asc nulls last, relapse asc nulls last
        ) as place
    from candidates c
)
select patient, line_started_on, opens_on, kind, fact, relapse
from ranked
where place = 1
