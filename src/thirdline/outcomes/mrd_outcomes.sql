-- mrd_outcomes: Was minimal residual disease tested in each line, was it ever negative, and did that last?
--
-- Every line that was opened. Negative means that a test of sufficient sensitivity was negative. Sustained means two
-- such tests at least as many months apart as the criterion asks, with none positive between them.
-- Reads: line_spans, mrd_tests, mrd_rules
-- Empty without: line_spans
-- Nulls: `negative` is unknown where no test was made, and where the negative ones were not sensitive enough or do not say
--   how sensitive they were; `sustained` is unknown where `negative` is, and while no test long enough after the first
--   was made.
with counts as (
    select patient, line, count(*) as n_tests,
        sum(case when not positive and sufficient then 1 else 0 end) as n_negative,
        sum(case when positive then 1 else 0 end) as n_positive,
        min(case when not positive and sufficient then tested_on end) as negative_on,
        max(case when not positive and sufficient then tested_on end) as last_negative_on,
        max(case when positive then tested_on end) as last_positive_on,
        joined(collect_set(because), '; ') as because
    from mrd_tests
    group by patient, line
),
apart as (
    select a.patient, a.line, a.tested_on as first_on, b.tested_on as second_on,
        sum(case when p.positive and p.tested_on > a.tested_on and p.tested_on < b.tested_on then 1 else 0 end) as n_between
    from mrd_tests a
    cross join mrd_rules r
    join mrd_tests b
      on b.patient = a.patient and b.line = a.line and b.tested_on >= plus_months(a.tested_on, r.sustained_months)
    join mrd_tests p on p.patient = a.patient and p.line = a.line
    where not a.positive and a.sufficient and not b.positive and b.sufficient
    group by a.patient, a.line, a.tested_on, b.tested_on
),
pairs as (
    select patient, line, first_on, second_on,
        row_number() over (
            partition by patient, line order by second_on asc nulls last, first_on asc nulls last
        ) as place
    from apart
    where n_between = 0
)
select s.patient, s.line, coalesce(c.n_tests, 0) as n_tests,
    case when c.n_negative > 0 then true when c.n_positive = c.n_tests then false end as negative, c.negative_on,
    case when p.patient is not null then true
         when c.n_positive = c.n_tests or c.last_positive_on > c.last_negative_on then false end as sustained,
    p.first_on as sustained_from, p.second_on as sustained_on,
    concat_ws('; ', fact_ref(r.criterion, 'sustained_months'), coalesce(c.because, 'no test in this line')) as because
from line_spans s
cross join mrd_rules r
left join counts c on c.patient = s.patient and c.line = s.line
left join pairs p on p.patient = s.patient and p.line = s.line and p.place = 1
