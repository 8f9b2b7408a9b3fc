-- given: Which drugs were given in which line, from when until when?
--
-- A drug belongs to the line in which it was started, and to a later line whose opening it outlasted; why it was
-- stopped belongs to the last of these. What rides along with a transplant or a cell product belongs to the line of
-- that. A drug without a recorded end was given until the next line opened or, failing that, until the last day of the
-- record. The last dose of those charted day by day does not say that it was the last: that is known when the record says
-- why it was stopped, when the next line opens, or when the record goes on for longer than doses of a course lie apart.
-- Reads: therapies, line_spans, line_rules
-- Empty without: therapies, line_spans
-- Nulls: none remain; `end_is` says whether the end was recorded, taken from the next line or from the end of the record,
--   for what rides along from its first day, or is not stated.
select
    t.patient, s.line, t.drug, t.drug_class, t.part, t.record, t.row,
    case when s.next_started_on is null or t.ended_on is null or t.ended_on <= s.next_started_on
         then t.stopped_because end as stopped_because,
    greatest(t.started_on, s.started_on) as given_from,
    case when t.ended_on is null then coalesce(s.next_started_on, greatest(s.last_on, t.started_on))
         when s.next_started_on is null then t.ended_on
         else least(t.ended_on, s.next_started_on) end as given_until,
    case when s.next_started_on is null and t.ended_on = t.started_on and t.stopped_because is null
              and t.part in ('treating', 'steroid') and days_between(t.ended_on, s.last_on) <= r.dose_gap_days then 'not_stated'
         when t.ended_on is not null then 'recorded'
         when s.next_started_on is not null then 'next_line'
         else 'end_of_record' end as end_is
from therapies t
cross join line_rules r
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
