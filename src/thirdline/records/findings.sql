-- findings: Which named findings were made, when, and with what result?
--
-- The value is one of the words allowed for the kind (for a contraindication a drug or a class of drugs).
-- A finding that is both of its two values on one day contradicts itself: neither is used.
-- Reads: found_findings, patients, known_words, finding_values
-- Nulls: value where it is empty, not allowed or contradicted; the date where it cannot be read.
with joined as not materialized (
    select
        f.*, f.rowid as place, p.patient as known_patient, p.born_on, p.died_on,
        k.word as known_kind, v.value as known_value, coalesce(v.opposite, false) as opposite,
        date_of(f.found_on_date, p.born_on, p.died_on) as found_day
    from found_findings f
    left join patients p on p.patient = f.patient
    left join known_words k on k.list = 'finding' and k.found = f.kind
    left join finding_values v on v.kind = k.word and v.found = f.value
),

contradictions as (
    select patient, known_kind, found_day
    from joined
    where opposite and found_day is not null
    group by all
    having min(known_value) < max(known_value)
),

judged as (
    select j.*, x.patient is not null and j.opposite as contradicted
    from joined j
    left join contradictions x on x.patient = j.patient and x.known_kind = j.known_kind and x.found_day = j.found_day
)

select
    patient, place, finding is not null as given,
    coalesce(finding, made_id(known_kind, kind, found_day, found_on)) as base,
    known_kind as kind,
    found_day as found_on,
    case when not contradicted then known_value end as value,
    left_out_issue(patient, known_patient, 'kind', kind, known_kind, 'unknown_finding') as left_out,
    [
        moment_issue('found_on', found_on, found_on_date, born_on, died_on),
        case when value is null then issue('value', null, 'missing_value', 'unknown')
             when contradicted then issue('value', value, 'conflicting_values', 'unknown')
             else word_issue('value', value, known_value, 'unknown_value') end
    ] as problems
from judged
