-- measurements: Which quantities were measured, when, and how much in the analyte's own unit?
--
-- A value counts when it is a plain number, its unit can be converted, and the result is possible in a living patient.
-- Different values of one analyte by one method on one day contradict each other: none of them is used. Only values that
-- share their day with another (crowded) are compared; a value whose hash alone is shared is compared in vain.
-- Reads: found_measurements, patients, known_words, conversions
-- Nulls: value where it cannot be used; unit, and reported_unit, where it is missing or unknown; normal limits where they
--   are no numbers; problems where the row has none.
with crowded as (
    select hash(f.patient, a.word, f.measured_on_date, f.method) as series_day
    from found_measurements f
    join known_words a on a.list = 'analyte' and a.found = f.analyte
    where f.measured_on_date is not null
    group by all
    having count(*) > 1
),

joined as not materialized (
    select
        f.*, f.rowid as place, p.patient as known_patient, p.born_on, p.died_on,
        a.word as known_analyte, c.canonical_unit, c.reported_unit, w.series_day is not null as crowded,
        date_of(f.measured_on_date, p.born_on, p.died_on) as measured,
        converted(f.value_number, c.factor, c.shift) as amount,
        case when amount between c.at_least and c.at_most then amount end as possible,
        converted(f.lower_normal_number, c.factor, c.shift) as lower_limit,
        converted(f.upper_normal_number, c.factor, c.shift) as upper_limit
    from found_measurements f
    left join patients p on p.patient = f.patient
    left join known_words a on a.list = 'analyte' and a.found = f.analyte
    left join conversions c on c.analyte = a.word and c.found is not distinct from f.unit
    left join crowded w on w.series_day = hash(f.patient, a.word, f.measured_on_date, f.method)
),

contradictions as (
    select patient, known_analyte, measured, method
    from joined
    where crowded and measured is not null
    group by all
    having min(possible) < max(possible)
),

judged as (
    select
        j.*, x.patient is not null as contradicted,
        moment_problem(measured_on, measured_on_date, born_on, died_on) as date_problem,
        case when value is null then 'missing_value' else number_problem(value, value_number) end as value_problem,
        case when canonical_unit is null and unit is null then 'missing_unit'
             when canonical_unit is null then 'unknown_unit'
             when value_number is not null and possible is null then 'out_of_possible_range'
             when contradicted and possible is not null then 'conflicting_values' end as amount_problem,
        number_problem(lower_normal, lower_normal_number) as lower_problem,
        number_problem(upper_normal, upper_normal_number) as upper_problem
    from joined j
    left join contradictions x
      on x.patient = j.patient and x.known_analyte = j.known_analyte and x.measured = j.measured
     and x.method is not distinct from j.method
)

select
    patient, place, measurement is not null as given,
    coalesce(measurement, made_id(known_analyte, analyte, measured, measured_on)) as base,
    known_analyte as analyte,
    measured as measured_on,
    case when not contradicted then possible end as value,
    canonical_unit as unit,
    reported_unit,
    lower_limit as lower_normal,
    upper_limit as upper_normal,
    method,
    left_out_issue(patient, known_patient, 'analyte', analyte, known_analyte, 'unknown_analyte') as left_out,
    case when coalesce(date_problem, value_problem, amount_problem, lower_problem, upper_problem) is not null then [
        moment_issue('measured_on', measured_on, measured_on_date, born_on, died_on),
        case when value is null then issue('value', null, 'missing_value', 'unknown')
             else number_issue('value', value, value_number) end,
        case when canonical_unit is null then issue('unit', unit, amount_problem, 'unknown')
             else issue('value', concat_ws(' ', value, unit), amount_problem, 'unknown') end,
        number_issue('lower_normal', lower_normal, lower_normal_number),
        number_issue('upper_normal', upper_normal, upper_normal_number)
    ] end as problems
from judged
