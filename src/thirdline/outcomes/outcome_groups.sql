-- outcome_groups: To which groups did each line belong on the day on which it opened?
--
-- Only what could be known then: the number of the line, refractoriness by earlier lines, age, sex, centre, and the
-- stages at diagnosis. The regimen is named by the drugs begun within its window after the opening, which is a little
-- later. Line 0 is the course from diagnosis.
-- Reads: outcome_spans, lines, patients, refractory_at_start, stage_systems, staging, age_groups
-- Nulls: none: what is not known is the group `unknown`; a composition that no regimen of knowledge has is `other`.
select patient, line, 'line' as grouping, cast(line as string) as value, because
from outcome_spans
union all
select l.patient, l.line, 'regimen' as grouping, coalesce(l.regimen, 'other') as value,
    row_ref('lines', l.patient || '/' || cast(l.line as string)) as because
from lines l
union all
select patient, line, 'refractory_tier' as grouping, coalesce(tier, 'unknown') as value, tier_because as because
from refractory_at_start
union all
select patient, line, 'triple_class_refractory' as grouping,
    case when triple_class then 'yes' when not triple_class then 'no' else 'unknown' end as value,
    triple_class_because as because
from refractory_at_start
union all
select s.patient, s.line, 'age_group' as grouping, coalesce(a.age_group, 'unknown') as value,
    row_ref('patients', s.patient) as because
from outcome_spans s
join patients p on p.patient = s.patient
left join age_groups a
  on age_years(p.born_on, s.started_on) >= a.from_age
 and (a.below is null or age_years(p.born_on, s.started_on) < a.below)
union all
select s.patient, s.line, 'sex' as grouping, coalesce(p.sex, 'unknown') as value, row_ref('patients', s.patient) as because
from outcome_spans s
join patients p on p.patient = s.patient
union all
select s.patient, s.line, 'centre' as grouping, coalesce(p.centre, 'unknown') as value,
    row_ref('patients', s.patient) as because
from outcome_spans s
join patients p on p.patient = s.patient
union all
select s.patient, s.line, y.system as grouping, coalesce(g.stage, 'unknown') as value,
    coalesce(row_ref('staging', g.patient || '/' || g.system), 'not staged at diagnosis') as because
from outcome_spans s
cross join stage_systems y
left join staging g on g.patient = s.patient and g.system = y.system
