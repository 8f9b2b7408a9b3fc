-- told_progressions: What does the record itself tell of progression, and in which line?
--
-- A finding of imaging that is progression by itself; a reported clinical progression or death from it; an
-- investigator's category of progression; a drug stopped because of progression, dated by its last day in the line.
-- Reads: findings, given, line_spans
-- Empty unless one of: findings, given
-- Nulls: none.
select s.patient, s.line, f.found_on as told_on,
    case when f.kind = 'new_bone_lesion' then 'imaging' when f.kind = 'reported_response' then 'category' else f.value end as kind,
    row_ref('findings', f.row) as rows_read
from findings f
join line_spans s
  on s.patient = f.patient and f.found_on > s.started_on
 and (s.next_started_on is null or f.found_on <= s.next_started_on)
where (f.kind = 'new_bone_lesion' and f.value = 'present')
   or (f.kind = 'reported_progression' and f.value in ('imaging', 'clinical', 'death'))
   or (f.kind = 'reported_response' and f.value = 'PD')
union all
select patient, line, given_until as told_on, 'stopped' as kind, row_ref(record, row) as rows_read
from given
where stopped_because = 'progression' and part in ('treating', 'steroid', 'cell_product')
