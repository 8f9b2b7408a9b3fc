-- procedures: Which procedures were performed, and when?
--
-- A procedure is a word of its list; a row with any other is left out and said so.
-- Reads: found_procedures, patients, known_words
-- Nulls: the date where it is empty, partial or impossible.
select
    f.patient, f.rowid as place, false as given,
    made_id(w.word, f.procedure, date_of(f.performed_on_date, p.born_on, p.died_on), f.performed_on) as base,
    w.word as procedure,
    date_of(f.performed_on_date, p.born_on, p.died_on) as performed_on,
    left_out_issue(f.patient, p.patient, 'procedure', f.procedure, w.word, 'unknown_word') as left_out,
    [moment_issue('performed_on', f.performed_on, f.performed_on_date, p.born_on, p.died_on)] as problems
from found_procedures f
left join patients p on p.patient = f.patient
left join known_words w on w.list = 'procedure' and w.found = f.procedure
