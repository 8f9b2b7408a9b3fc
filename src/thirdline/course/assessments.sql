-- assessments: Which category does each assessment reach, before confirmation and progression are looked at?
--
-- The lowest of the followed markers read at or shortly before the day. When one of several is missing the profile
-- accepts the others or calls the assessment not evaluable. Very good partial response also asks for little urine
-- protein: urine that was never measurable may be missing only where the profile accepts it, else the category goes
-- down by one. Where no marker could have come deeper, the signs of complete response lift it; they rest on
-- immunofixation and need a repeat. Where nothing can be derived, an investigator's category of that day stands in,
-- named so. `read_from` and `read_until` are the days of the samples on which the assessment rests.
-- Reads: visits, marker_responses, measurable, complete_responses, findings, categories, assessment_profile
-- Nulls: nothing derived and nothing reported is NE.
with wanted as (
    select patient, line, count(*) as n_wanted,
        max(case when marker = 'serum_m_protein' then 1 else 0 end) as by_serum,
        max(case when marker = 'urine_m_protein' then 1 else 0 end) as by_urine,
        max(case when needs_confirmation then 1 else 0 end) as repeats
    from measurable
    group by patient, line
),
latest as (
    select patient, line, assessed_on, assessed_on as read_on, marker, required, depth, deepest, because from marker_responses
    union all
    select v.patient, v.line, v.assessed_on, r.assessed_on as read_on, r.marker, r.required, r.depth, r.deepest, r.because
    from visits v
    cross join assessment_profile a
    join marker_responses r
      on r.patient = v.patient and r.line = v.line and r.assessed_on < v.assessed_on
     and plus_days(r.assessed_on, a.visit_days) >= v.assessed_on
    left join marker_responses n
      on n.patient = r.patient and n.line = r.line and n.marker = r.marker
     and n.assessed_on > r.assessed_on and n.assessed_on <= v.assessed_on
    where n.patient is null
),
lowest as (
    select patient, line, assessed_on, min(depth) as depth, min(deepest) as deepest,
        min(case when required then read_on end) as read_from, max(case when required then read_on end) as read_until,
        sum(case when required then 1 else 0 end) as n_read,
        max(case when marker = 'urine_m_protein' then 1 else 0 end) as urine_read,
        joined(collect_set(because), '; ') as because
    from latest
    group by patient, line, assessed_on
),
levels as (
    select max(case when response = 'PR' then depth end) as partial,
        max(case when response = 'VGPR' then depth end) as very_good
    from categories
),
derived as (
    select v.patient, v.line, v.assessed_on, w.repeats, l.read_from, l.read_until, l.deepest,
        case when coalesce(l.n_read, 0) = 0 then null
             when l.n_read < w.n_wanted and not a.missing_marker_accepted then null
             when l.depth >= c.very_good and w.by_serum = 1 and l.urine_read = 0 and not a.missing_urine_accepted
             then c.partial
             else l.depth end as depth,
        l.because
        || case when l.n_read < w.n_wanted then '; ' || fact_ref(a.criterion, 'missing_marker_accepted')
                when l.depth >= c.very_good and w.by_serum = 1 and l.urine_read = 0
                then '; ' || fact_ref(a.criterion, 'missing_urine_accepted') else '' end as because
    from visits v
    left join lowest l on l.patient = v.patient and l.line = v.line and l.assessed_on = v.assessed_on
    left join wanted w on w.patient = v.patient and w.line = v.line
    cross join levels c
    cross join assessment_profile a
),
reported as (
    select f.patient, f.found_on, max(c.depth) as depth, min(row_ref('findings', f.row)) as because
    from findings f
    join categories c on c.response = f.value
    where f.kind = 'reported_response' and f.value <> 'PD'
    group by f.patient, f.found_on
),
judged as (
    select d.patient, d.line, d.assessed_on,
        case when k.response is not null and coalesce(d.deepest, 1) = 1 then k.depth
             when d.depth is not null then d.depth
             else coalesce(r.depth, 0) end as depth,
        case when k.response is not null and coalesce(d.deepest, 1) = 1
             then concat_ws('; ', k.because, d.because)
             when d.depth is not null then d.because
             when r.depth is not null then r.because || '; reported by the investigator, not derived'
             when d.because is not null then d.because || '; a followed marker is missing'
             else 'no followed marker was read' end as because,
        case when k.response is not null and coalesce(d.deepest, 1) = 1 then 1
             when d.depth is null and r.depth is not null then 1
             else coalesce(d.repeats, 1) end as repeats,
        case when d.depth is null then d.assessed_on else d.read_from end as read_from,
        case when d.depth is null then d.assessed_on else d.read_until end as read_until
    from derived d
    left join complete_responses k on k.patient = d.patient and k.line = d.line and k.assessed_on = d.assessed_on
    left join reported r on r.patient = d.patient and r.found_on = d.assessed_on
)
select j.patient, j.line, j.assessed_on, g.response, j.depth, j.repeats = 1 and g.needs_confirmation as repeats, j.read_from,
    j.read_until, j.because
from judged j
join categories g on g.depth = j.depth
