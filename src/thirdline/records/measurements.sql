-- measurements: Which quantities were measured, when, and how much in the analyte's own unit?
--
-- A value counts when it is a plain number, its unit can be converted, and the result is possible in a living patient.
-- Different values of one analyte by one method on one day contradict each other: none of them is used.
-- Reads: found_measurements, patients, known_words, conversions
-- Nulls: value where it cannot be used; unit, and reported_unit, where it is missing or unknown; normal limits where they are no numbers.
with joined as (
    select
        f.*, p.patient as known_patient, p.born_on, p.died_on,
        a.word as known_analyte, c.canonical_unit, c.reported_unit, c.at_least, c.at_most,
        date_of(f.measured_on_date, p.born_on, p.died_on) as measured,
        converted(f.value_number, c.factor, c.shift) as amount,
        converted(f.lower_normal_number, c.factor, c.shift) as lower_limit,
        converted(f.upper_normal_number, c.factor, c.shift) as upper_limit
    from found_measurements f
    left join patients p on p.patient = f.patient
    left join known_words a on a.list = 'analyte' and a.found = f.analyte
    left join conversions c on c.analyte = a.word and c.found is not distinct from f.unit
),

judged as (
    select
        *,
        case when amount between at_least and at_most then amount end as possible,
        coalesce(min(possible) over same < max(possible) over same, false) and measured is not null as contradicted
    from joined
    window same as (partition by patient, known_analyte, measured, method)
)

select
    patient, place, copies, measurement is not null as given,
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
    [
        moment_issue('measured_on', measured_on, measured_on_date, born_on, died_on),
        case when value is null then issue('value', null, 'missing_value', 'unknown')
             else number_issue('value', value, value_number) end,
        case when canonical_unit is null and unit is null then issue('unit', null, 'missing_unit', 'unknown')
             when canonical_unit is null then issue('unit', unit, 'unknown_unit', 'unknown')
             when value_number is not null and possible is null
             then issue('value', concat_ws(' ', value, unit), 'out_of_possible_range', 'unknown')
             when contradicted and possible is not null
             then issue('value', concat_ws(' ', value, unit), 'conflicting_values', 'unknown') end,
        number_issue('lower_normal', lower_normal, lower_normal_number),
        number_issue('upper_normal', upper_normal, upper_normal_number)
    ] as problems
from judged
