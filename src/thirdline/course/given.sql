-- given: Which drugs were given in which line, from when until when?
--
-- A drug belongs to the line in which it was started, and to a later line whose opening it outlasted; why it was
-- stopped belongs to the last of these. What rides along with a transplant or a cell product belongs to the line of
-- that. A drug without a recorded end was given until the next line opened or, failing that, until the last day of the
-- record.
-- Reads: therapies, line_spans
-- Empty without: therapies, line_spans
-- Nulls: none remain; `end_is` says whether the end was recorded, taken from the next line or from the end of the record,
--   or, for what rides along, from its first day.
select
    t.patient, s.line, t.drug, t.drug_class, t.part, t.record, t.row,
    case when s.next_started_on is null or t.ended_on is null or t.ended_on <= s.next_started_on
         then t.stopped_because end as stopped_because,
    greatest(t.started_on, s.started_on) as given_from,
    case when t.ended_on is null then coalesce(s.next_started_on, greatest(s.last_on, t.started_on))
         when s.next_started_on is null then t.ended_on
         else least(t.ended_on, s.next_started_on) end as given_until,
    case when t.ended_on is not null then 'recorded'
         when s.next_started_on is not null then 'next_line'
         else 'end_of_record' end as end_is
from therapies t
join line_spans s
  on s.patient = t.patient
 and (t.started_on >= s.started_on or t.ended_on > s.started_on)
 and (s.next_started_on is null or t.started_on < s.next_started_on)
where t.part in ('treating', 'steroid', 'cell_product', 'transplant')
union all
select
    t.patient, s.line, t.drug, t.drug_class, t.part, t.record, t.row, t.stopped_because,
    t.started_on as given_from, coalesce(t.ended_on, t.started_on) as given_until,
    case when t.ended_on is not null then 'recorded' else 'same_day' end as end_is
from therapies t
join line_spans s
  on s.patient = t.patient
 and t.joins_on >= s.started_on
 and (s.next_started_on is null or t.joins_on < s.next_started_on)
where t.part in ('conditioning', 'mobilisation', 'lymphodepletion')
