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
stops as (
    select patient, 'transplant' as kind, performed_on as day from transplants
    union all
    select e.patient, 'cell_product' as kind, e.started_on as day
    from exposures e
    join drug_roles r on r.drug = e.drug and r.role = 'cell_product'
    where e.started_on is not null
),
riding as (
    select e.patient, e.row, min(r.role) as part, min(s.day) as joins_on
    from exposures e
    join drug_roles r on r.drug = e.drug and r.role in ('conditioning', 'mobilisation', 'lymphodepletion')
    join stops s
      on s.patient = e.patient and s.kind = case when r.role = 'lymphodepletion' then 'cell_product' else 'transplant' end
    cross join line_rules l
    where days_between(e.started_on, s.day) between 0
          and case r.role when 'conditioning' then l.conditioning_days
                          when 'mobilisation' then l.mobilisation_days else l.lymphodepletion_days end
      and (r.role <> 'mobilisation'
           or days_between(e.started_on, coalesce(e.ended_on, e.started_on)) <= l.conditioning_days)
    group by e.patient, e.row
),
drugs as (
    select f.drug, f.drug_class, min(case when r.role in ('treating', 'steroid') then r.role end) as role,
        max(case when r.role = 'cell_product' then 1 else 0 end) as is_cells
    from drug_facts f
    join drug_roles r on r.drug = f.drug
    group by f.drug, f.drug_class
),
parts as (
    select
        e.patient, 'exposures' as record, e.row, e.drug, d.drug_class, e.started_on,
        case when d.is_cells = 1 then coalesce(e.ended_on, e.started_on) else e.ended_on end as ended_on, e.stopped_because,
        coalesce(g.part, case when d.is_cells = 1 then 'cell_product' else d.role end) as part,
        coalesce(g.joins_on, e.started_on) as joins_on
    from exposures e
    join drugs d on d.drug = e.drug
    left join riding g on g.patient = e.patient and g.row = e.row
    where e.started_on is not null and (d.role is not null or g.part is not null)
    union all
    select
        patient, 'procedures' as record, row, null as drug, null as drug_class, performed_on as started_on,
        performed_on as ended_on, null as stopped_because, 'transplant' as part, performed_on as joins_on
    from transplants
),
doses as (
    select p.patient, p.record, p.row, p.part, p.drug,
        least(plus_days(p.started_on, l.dose_gap_days), plus_days(min(s.day), 0 - 1)) as lasts_until
    from parts p
    cross join line_rules l
    left join stops s on s.patient = p.patient and s.day > p.started_on
    where p.part in ('treating', 'steroid') and p.ended_on = p.started_on and p.stopped_because is null
    group by p.patient, p.record, p.row, p.part, p.drug, p.started_on, l.dose_gap_days
),
charted as (
    select distinct patient, part, drug from doses
),
followed as (
    select p.*, d.lasts_until,
        lead(p.started_on) over (
            partition by p.patient, p.part, p.drug order by p.started_on asc nulls last, p.record asc nulls last, p.row asc nulls last
        ) as next_on,
        lag(d.lasts_until) over (
            partition by p.patient, p.part, p.drug order by p.started_on asc nulls last, p.record asc nulls last, p.row asc nulls last
        ) as last_until
    from parts p
    join charted c on c.patient = p.patient and c.part = p.part and c.drug = p.drug
    left join doses d on d.patient = p.patient and d.record = p.record and d.row = p.row
)
select patient, record, row, drug, drug_class, started_on,
    case when next_on <= lasts_until then next_on else ended_on end as ended_on, stopped_because, part, joins_on,
    max(case when started_on <= last_until then null else started_on end) over (
        partition by patient, part, drug order by started_on asc nulls last, record asc nulls last, row asc nulls last
        rows between unbounded preceding and current row
    ) as begun_on
from followed
union all
select p.patient, p.record, p.row, p.drug, p.drug_class, p.started_on, p.ended_on, p.stopped_because, p.part, p.joins_on,
    p.started_on as begun_on
from parts p
left join charted c on c.patient = p.patient and c.part = p.part and c.drug = p.drug
where c.patient is null
