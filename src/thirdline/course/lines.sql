-- lines: Which lines of therapy has each patient had, of what, and why was each opened?
--
-- The regimen is named by the drugs with which the line opened, steroids among them; `drugs` are all that the line
-- held, its consolidation and maintenance too, but not conditioning, mobilisation or lymphodepletion. The line ends
-- on the last day on which one of its drugs was given or a transplant was done.
-- Reads: line_spans, line_openers, given, patients, line_rules, regimen_compositions
-- Empty without: line_spans
-- Nulls: a composition that no regimen of knowledge has leaves the regimen null; a transplant alone leaves the drugs null.
with opening_drugs as (
    select s.patient, s.line, joined(collect_set(g.drug), '+') as drugs
    from line_spans s
    join given g on g.patient = s.patient and g.line = s.line
    cross join line_rules r
    where g.part in ('treating', 'steroid', 'cell_product')
      and g.given_from <= plus_days(s.started_on, r.regimen_window_days)
    group by s.patient, s.line
),
held as (
    select
        patient, line,
        joined(collect_set(case when part in ('treating', 'steroid', 'cell_product') then drug end), '+')
            as drugs,
        max(given_until) as ended_on,
        sum(case when part = 'transplant' then 1 else 0 end) as n_transplants,
        joined(collect_set(case when end_is in ('next_line', 'end_of_record') then row_ref(record, row) end), '; ') as open_ends
    from given
    group by patient, line
)
select
    s.patient, s.line, s.started_on, h.ended_on, c.regimen, case when h.drugs <> '' then h.drugs end as drugs, w.opened_by,
    h.n_transplants,
    concat_ws('; ', w.because,
        case when c.regimen is not null then fact_ref(c.regimen, 'drugs') end,
        case when h.open_ends <> '' then 'no end recorded, given until '
             || case when s.next_started_on is null then 'the last date of the record; ' else 'the next line; ' end
             || h.open_ends end) as because
from line_spans s
join held h on h.patient = s.patient and h.line = s.line
join line_openers w on w.patient = s.patient and w.line = s.line
join patients p on p.patient = s.patient
left join opening_drugs o on o.patient = s.patient and o.line = s.line
left join regimen_compositions c on c.disease = p.diagnosis and c.drugs = o.drugs
