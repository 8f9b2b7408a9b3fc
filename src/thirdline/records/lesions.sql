-- lesions: How large was each lesion, and when?
--
-- A lesion is named by the record itself, so that it can be followed from one day to the next.
-- Reads: found_lesions, patients, known_words
-- Nulls: a length that is empty, no number or below nothing; a kind that is not in its list; newness not said.
select
    f.patient, f.rowid as place, false as given,
    made_id(f.lesion, f.lesion, date_of(f.measured_on_date, p.born_on, p.died_on), f.measured_on) as base,
    f.lesion,
    date_of(f.measured_on_date, p.born_on, p.died_on) as measured_on,
    w.word as kind,
    amount_of(f.longest_mm_number) as longest_mm,
    amount_of(f.perpendicular_mm_number) as perpendicular_mm,
    truth_of(f.is_new) as is_new,
    left_out_issue(f.patient, p.patient, 'lesion', f.lesion, f.lesion, null) as left_out,
    [
        moment_issue('measured_on', f.measured_on, f.measured_on_date, p.born_on, p.died_on),
        word_issue('kind', f.kind, w.word, 'unknown_word'),
        amount_issue('longest_mm', f.longest_mm, f.longest_mm_number),
        amount_issue('perpendicular_mm', f.perpendicular_mm, f.perpendicular_mm_number),
        word_issue('is_new', f.is_new, truth_of(f.is_new), 'unknown_value')
    ] as problems
from found_lesions f
left join patients p on p.patient = f.patient
left join known_words w on w.list = 'lesion_kind' and w.found = f.kind
