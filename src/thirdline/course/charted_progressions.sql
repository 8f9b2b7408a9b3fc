-- charted_progressions: On which days does the record itself say that the disease progressed?
--
-- A reported clinical progression or death from it; a drug stopped because of progression, dated by its last day in
-- the line; an investigator's category of progression, which like any other needs a second sign, here any later one.
-- Reads: told_progressions, rises, lesion_progressions, response_rules
-- Empty without: told_progressions
-- Nulls: an investigator's category without a later sign is not confirmed.
with said as (
    select patient, line, told_on as progressed_on, kind, rows_read from told_progressions where kind <> 'imaging'
),
signs as (
    select patient, progressed_on, rows_read from said
    union all
    select patient, progressed_on, because from rises
    union all
    select patient, progressed_on, because from lesion_progressions
),
seconds as (
    select a.patient, a.line, a.progressed_on, min(b.progressed_on) as confirmed_on
    from said a
    join signs b on b.patient = a.patient and b.progressed_on > a.progressed_on
    where a.kind = 'category'
    group by a.patient, a.line, a.progressed_on
)
select s.patient, s.line, s.progressed_on,
    min(case when s.kind = 'category' then c.confirmed_on else s.progressed_on end) as confirmed_on,
    fact_ref(r.criterion, 'categories') || '; ' || joined(collect_set(s.rows_read), '; ')
    || '; charted, not derived' as because
from said s
cross join response_rules r
left join seconds c on c.patient = s.patient and c.line = s.line and c.progressed_on = s.progressed_on
group by s.patient, s.line, s.progressed_on, r.criterion
