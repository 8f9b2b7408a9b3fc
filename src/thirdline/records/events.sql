-- events: What befell the patient, from when to when, and how badly?
--
-- The event is a term of CTCAE or `death`, as charted; the grade is a word of its list.
-- Reads: found_events, patients, known_words
-- Nulls: a date that cannot be read; an end before its start; a grade that is none.
with joined as (
    select
        f.*, f.rowid as place, p.patient as known_patient, p.born_on, p.died_on, g.word as known_grade,
        date_of(f.started_on_date, p.born_on, p.died_on) as started
    from found_events f
    left join patients p on p.patient = f.patient
    left join known_words g on g.list = 'grade' and g.found = f.grade
)

select
    patient, place, false as given,
    made_id(event, event, started, started_on) as base,
    event,
    started as started_on,
    end_of(ended_on_date, started, born_on) as ended_on,
    known_grade as grade,
    attributed_to,
    left_out_issue(patient, known_patient, 'event', event, event, null) as left_out,
    [
        moment_issue('started_on', started_on, started_on_date, born_on, died_on),
        end_issue('ended_on', ended_on, ended_on_date, started, born_on),
        word_issue('grade', grade, known_grade, 'unknown_value')
    ] as problems
from joined
