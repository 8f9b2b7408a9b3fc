-- exposures: Which drugs was the patient given, from when to when?
--
-- A drug is known by its id, any of its names, or a code. What is not known stays in the table without a drug: it
-- shows that something was given, but counts towards no line.
-- Reads: found_exposures, patients, known_words
-- Nulls: drug unknown; a date empty, partial or impossible; an end that lies before its start.
with joined as (
    select
        f.*, f.rowid as place, p.patient as known_patient, p.born_on, p.died_on,
        d.word as known_drug, w.word as known_reason,
        date_of(f.started_on_date, p.born_on, p.died_on) as started
    from found_exposures f
    left join patients p on p.patient = f.patient
    left join known_words d on d.list = 'drug' and d.found = f.drug
    left join known_words w on w.list = 'stop_reason' and w.found = f.stopped_because
)

select
    patient, place, false as given,
    made_id(known_drug, drug, started, started_on) as base,
    known_drug as drug,
    started as started_on,
    end_of(ended_on_date, started, born_on) as ended_on,
    amount_of(amount_number) as amount,
    unit, route, regimen,
    known_reason as stopped_because,
    patient_issue(patient, known_patient) as left_out,
    [
        case when drug is null then issue('drug', null, 'missing_value', 'left out of lines')
             when known_drug is null then issue('drug', drug, 'unknown_drug', 'left out of lines') end,
        moment_issue('started_on', started_on, started_on_date, born_on, died_on),
        end_issue('ended_on', ended_on, ended_on_date, started, born_on),
        amount_issue('amount', amount, amount_number),
        word_issue('stopped_because', stopped_because, known_reason, 'unknown_word')
    ] as problems
from joined
