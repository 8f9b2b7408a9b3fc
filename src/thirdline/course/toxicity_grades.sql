-- toxicity_grades: Which grade of each term does a day show, and which can it not exclude?
--
-- A value is held against every ladder of its analyte: multiples of its limit of normal or baseline, distances or percents
-- from them, or amounts in the unit in which it was reported. The highest rung that it passes is the ladder's grade; the
-- worst of all ladders and of all values of a day counts. `shown` is the grade that what is known shows, `measurable` the
-- worst that a missing limit, baseline or value leaves possible, `possible` the worst that signs no laboratory sees leave
-- possible besides. `several` says that different values of the day were held; `rows_read` names one of them.
-- Reads: toxicity_values, toxicity_ladders, toxicity_rules
-- Nulls: what is missing leaves a ladder's worst grade possible; `lacking` and `also_lacking` name it, null when nothing is.
with held as (
    select
        v.patient, v.assessed_on, v.rows_read, v.value, v.baseline, v.baseline_upper, l.*,
        case l.reference when 'amount' then 1 when 'upper_normal' then v.upper_normal when 'lower_normal' then v.lower_normal
             else v.baseline end as foot,
        case when l.reference = 'baseline' or l.baseline_at_most is not null then v.baseline_row end as baseline_row,
        (not l.abnormal
             or case l.direction when 'above' then v.value > v.upper_normal else v.value < v.lower_normal end)
        and (l.baseline_above is null or v.baseline > v.baseline_upper * l.baseline_above)
        and (l.baseline_at_most is null or v.baseline <= v.baseline_upper * l.baseline_at_most)
        and (l.baseline_below is null or v.baseline < v.baseline_lower * l.baseline_below)
        and (l.baseline_missing is null or l.baseline_missing = (v.baseline is null))
        and (l.from_age is null or case when v.age >= l.from_age then true end) as fits
    from toxicity_values v
    join toxicity_ladders l
      on l.analyte = v.analyte
     and (l.reported_in is null or l.reported_in = v.reported_unit)
     and (l.not_reported_in is null or v.reported_unit is null or l.not_reported_in <> v.reported_unit)
),
steps as (
    select h.*,
        case way when 'times' then case direction when 'above' then value else -value end
                 when 'plus' then case direction when 'above' then value - foot else foot - value end
                 else case direction when 'above' then value - foot else foot - value end * 100 end as height,
        case way when 'times' then case direction when 'above' then foot else -foot end when 'plus' then 1 else foot end as step
    from held h
),
climbed as (
    select s.*,
        case when height is null or step is null then null
             when height > step * s.life_threatening or (closed and height = step * s.life_threatening)
             then t.life_threatening
             when height > step * s.severe or (closed and height = step * s.severe) then t.severe
             when height > step * s.moderate or (closed and height = step * s.moderate) then t.moderate
             when height > step * s.mild or (closed and height = step * s.mild) then t.mild
             else 0 end as grade
    from steps s
    cross join toxicity_rules t
),
judged as (
    select
        patient, term, assessed_on, rows_read, value, baseline_row,
        case when fits and not clinical then coalesce(grade, 0) else 0 end as shown,
        case when clinical or not fits then 0 else coalesce(grade, worst) end as measurable,
        case when not fits then 0 when grade = 0 then 0
             else greatest(coalesce(grade, worst), coalesce(up_to, 0)) end as possible,
        case when grade = 0 or not fits or clinical then null
             when value is null then 'no albumin of that day'
             when foot is null then
                 case reference when 'upper_normal' then 'no upper limit of normal'
                                when 'lower_normal' then 'no lower limit of normal' else 'no baseline' end
             when fits is null then
                 case when from_age is not null then 'not known to be an adult'
                      when baseline is null then 'no baseline'
                      when abnormal and baseline_above is null then 'no limit of normal'
                      else 'no limit of normal at baseline' end end as lacking
    from climbed
)
select
    patient, term, assessed_on, min(rows_read) as rows_read, min(coalesce(value, -1)) < max(coalesce(value, -1)) as several,
    min(baseline_row) as baseline_row, max(shown) as shown, max(measurable) as measurable, max(possible) as possible, min(lacking) as lacking,
    max(lacking) as also_lacking
from judged
group by patient, term, assessed_on
