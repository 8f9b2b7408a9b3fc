-- therapies: Which drugs given and transplants done count as treatment of the disease, and in what part?
--
-- A drug of a treating class is treatment; a steroid accompanies it. Conditioning and mobilisation close before a
-- transplant, and lymphodepletion close before a cell product, ride inside the line and are set apart here. A cell
-- product is treatment of its own. Other drugs (supportive, or of unknown name) are left out.
-- Doses charted day by day are one course: each lasts until the next, unless it lies further off than a course allows, a
-- transplant or cell product came between, or the record says why it was stopped. `begun_on` is the course's first day.
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
),
parts as (
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
),
breaks as (
    select p.patient, p.row, min(b.day) as broken_on
    from parts p
    join (select patient, performed_on as day from transplants union select patient, given_on as day from cells) b
      on b.patient = p.patient and b.day > p.started_on
    where p.part in ('treating', 'steroid') and p.ended_on = p.started_on
    group by p.patient, p.row
),
followed as (
    select p.*,
        lead(p.started_on) over (
            partition by p.patient, p.part, p.drug order by p.started_on asc nulls last, p.record asc nulls last, p.row asc nulls last
        ) as next_on
    from parts p
),
reached as (
    select f.*,
        f.part in ('treating', 'steroid') and f.ended_on = f.started_on and f.stopped_because is null
        and days_between(f.started_on, f.next_on) <= l.dose_gap_days and (b.broken_on is null or b.broken_on > f.next_on) as goes_on
    from followed f
    cross join line_rules l
    left join breaks b on b.patient = f.patient and b.row = f.row and f.record = 'exposures'
),
joined_up as (
    select r.*,
        lag(case when r.goes_on then 1 else 0 end) over (
            partition by r.patient, r.part, r.drug order by r.started_on asc nulls last, r.record asc nulls last, r.row asc nulls last
        ) as continues
    from reached r
)
select patient, record, row, drug, drug_class, started_on, case when goes_on then next_on else ended_on end as ended_on,
    stopped_because, part, joins_on,
    max(case when coalesce(continues, 0) = 0 then started_on end) over (
        partition by patient, part, drug order by started_on asc nulls last, record asc nulls last, row asc nulls last
        rows between unbounded preceding and current row
    ) as begun_on
from joined_up
