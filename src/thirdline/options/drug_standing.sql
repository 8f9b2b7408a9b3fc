-- drug_standing: For every drug a patient was given, is the disease refractory to it, not, or is that unknown?
--
-- Refractory as derived; not refractory when every line with the drug could be evaluated and shows no failure; unknown
-- when some line with it could not be evaluated.
-- Reads: line_drugs, refractoriness, best_responses, categories
-- Empty without: line_drugs
-- Nulls: `refractory` is null where a line with the drug holds nothing that can be evaluated.
with judged as (
    select d.patient, d.drug, d.drug_class,
        max(case when c.depth = 0 then 1 else 0 end) as unknown_line,
        joined(collect_set(row_ref('lines', d.patient || '/' || cast(d.line as string))), '; ') as lines_read
    from line_drugs d
    join best_responses b on b.patient = d.patient and b.line = d.line
    join categories c on c.response = b.best
    group by d.patient, d.drug, d.drug_class
)
select j.patient, j.drug, j.drug_class,
    case when r.patient is not null then true when j.unknown_line = 0 then false end as refractory,
    case when r.patient is not null then row_ref('refractoriness', j.patient || '/' || j.drug) else j.lines_read end as because
from judged j
left join refractoriness r on r.patient = j.patient and r.drug = j.drug
