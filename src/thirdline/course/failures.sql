-- failures: Which drugs have failed in which line, since when, and why?
--
-- A drug has failed when the disease progressed, confirmed, from its first day to the end of the window after its last
-- in that line; or when a line that is over, in which it was given long enough, was assessed before any progression and
-- never reached the least response, and none awaits confirmation. Every drug given at the time counts; a drug stopped
-- for intolerance alone does not. What had failed before can fail again: each line is judged by itself.
-- Reads: line_drugs, progressions, best_responses, graded_responses, categories, refractory_rules
-- Empty without: line_drugs
-- Nulls: a line that cannot be evaluated shows no failure: the drug is exposed, and its refractoriness unknown.
with worsened as (
    select d.patient, d.drug, d.drug_class, d.line, p.progressed_on as since,
        case when p.progressed_on <= d.given_until then 'progressed_on_therapy' else 'progressed_within_window' end as reason,
        concat_ws('; ', fact_ref(r.criterion, 'window_days'), d.rows_read, p.because) as because
    from line_drugs d
    cross join refractory_rules r
    join progressions p
      on p.patient = d.patient and p.line = d.line and p.confirmed_on is not null
     and p.progressed_on >= d.given_from and p.progressed_on <= plus_days(d.given_until, r.window_days)
),
lines_over as (
    select patient, line from line_drugs group by patient, line having min(case when ended then 1 else 0 end) = 1
),
last_seen as (
    select patient, line, max(assessed_on) as assessed_on from graded_responses where depth > 0 group by patient, line
),
unanswered as (
    select d.patient, d.drug, d.drug_class, d.line, l.assessed_on as since, 'no_response' as reason,
        concat_ws('; ', fact_ref(r.criterion, 'response_at_least'), fact_ref(r.criterion, 'shortest_exposure_days'),
            d.rows_read, b.because) as because
    from line_drugs d
    cross join refractory_rules r
    join best_responses b on b.patient = d.patient and b.line = d.line
    join categories c on c.response = b.best
    left join categories u on u.response = b.unconfirmed
    join last_seen l on l.patient = d.patient and l.line = d.line
    join lines_over o on o.patient = d.patient and o.line = d.line
    where b.best <> 'PD' and c.depth > 0 and c.depth < r.depth_at_least and coalesce(u.depth, 0) < r.depth_at_least
      and days_between(d.given_from, d.given_until) >= r.shortest_exposure_days
)
select patient, drug, drug_class, line, since, reason, because from worsened
union all
select patient, drug, drug_class, line, since, reason, because from unanswered
