-- patients: Who is the record about?
--
-- One row a patient. Rows of the same patient are merged; where they say different things, neither is used.
-- Nothing happens to a patient before birth. A row that names no patient is left out.
-- Reads: found_patients, known_words
-- Nulls: what is empty, cannot be read or is contradicted.
with read as (
    select
        f.*, f.rowid as place,
        s.word as known_sex, d.word as known_diagnosis, h.word as known_heavy, l.word as known_light,
        list_filter([
            date_issue('born_on', f.born_on, f.born_on_date, null, null),
            date_issue('diagnosed_on', f.diagnosed_on, f.diagnosed_on_date, null, null),
            date_issue('died_on', f.died_on, f.died_on_date, null, null),
            date_issue('last_seen_on', f.last_seen_on, f.last_seen_on_date, null, null),
            word_issue('sex', f.sex, s.word, 'unknown_word'),
            word_issue('diagnosis', f.diagnosis, d.word, 'unknown_word'),
            word_issue('heavy_chain', f.heavy_chain, h.word, 'unknown_word'),
            word_issue('light_chain', f.light_chain, l.word, 'unknown_word')
        ], lambda it: it is not null) as own_problems
    from found_patients f
    left join known_words s on s.list = 'sex' and s.found = f.sex
    left join known_words d on d.list = 'diagnosis' and d.found = f.diagnosis
    left join known_words h on h.list = 'heavy_chain' and h.found = f.heavy_chain
    left join known_words l on l.list = 'light_chain' and l.found = f.light_chain
),

merged as (
    select
        patient, min(place) as place, count(*) as copies,
        the_one(born_on_date) as born_on, the_one(known_sex) as sex, the_one(known_diagnosis) as diagnosis,
        the_one(diagnosed_on_date) as diagnosed_on, the_one(known_heavy) as heavy_chain, the_one(known_light) as light_chain,
        the_one(centre) as centre, the_one(died_on_date) as died_on, the_one(last_seen_on_date) as last_seen_on,
        list(own_problems) filter (where len(own_problems) > 0) as own_problems,
        [
            conflict_issue('born_on', born_on_date), conflict_issue('sex', known_sex),
            conflict_issue('diagnosis', known_diagnosis), conflict_issue('diagnosed_on', diagnosed_on_date),
            conflict_issue('heavy_chain', known_heavy), conflict_issue('light_chain', known_light),
            conflict_issue('centre', centre), conflict_issue('died_on', died_on_date),
            conflict_issue('last_seen_on', last_seen_on_date)
        ] as conflicts
    from read
    group by patient
)

select
    patient, place, copies, false as given,
    coalesce(patient, 'unnamed') as base,
    born_on, sex, diagnosis,
    not_before(diagnosed_on, born_on) as diagnosed_on,
    heavy_chain, light_chain, centre,
    not_before(died_on, born_on) as died_on,
    not_before(last_seen_on, born_on) as last_seen_on,
    patient_issue(patient, patient) as left_out,
    list_concat(list_distinct(flatten(own_problems)), conflicts, [
        before_birth_issue('diagnosed_on', diagnosed_on, born_on),
        before_birth_issue('died_on', died_on, born_on),
        before_birth_issue('last_seen_on', last_seen_on, born_on)
    ]) as problems
from merged
