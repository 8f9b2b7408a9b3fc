-- visits: On which days was the disease assessed in each line?
--
-- Every day after the line opened on which a followed marker, an immunofixation or the marrow was read, or on which an
-- investigator reported a category. The opening day of the next line still belongs to the line before.
-- The day of a baseline read after the line opened is no assessment.
-- Reads: marker_values, measurable, findings, line_spans
-- Nulls: none.
select v.patient, v.line, v.assessed_on
from marker_values v
left join measurable m on m.patient = v.patient and m.line = v.line and m.marker = v.marker
where v.assessed_on > m.baseline_on
   or (m.patient is null and v.marker in ('serum_m_protein', 'urine_m_protein', 'bone_marrow'))
union
select f.patient, s.line, f.found_on as assessed_on
from findings f
join line_spans s
  on s.patient = f.patient and f.found_on > s.started_on
 and (s.next_started_on is null or f.found_on <= s.next_started_on)
where f.kind in ('serum_immunofixation', 'urine_immunofixation', 'reported_response') and f.value is not null
