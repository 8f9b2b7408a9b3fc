-- options: What is left for this patient, and why?
--
-- The options of the patient's cell of the practice: recommended as printed outside brackets, alternative within. A
-- footnote that applies lifts the option holding the drug it names. Beside them, what a label opens: alternative when
-- every condition is met. What holds a drug that failed or is contraindicated is excluded. Where something that decides
-- is unknown, the refractoriness to a drug of the option too, the verdict is unknown, with the best it can become and
-- what would settle it. A practice whose preconditions are not met says nothing, and so its options are unknown.
-- Reads: cells_met, practice_options, practice_preconditions, practice_footnotes, option_drugs, option_bars, latest_findings,
--   labels_open, drug_standing, patients, run
-- Nulls: see `missing`; a label with a condition that is not met opens nothing and is told in label_answers only.
with conditions as (
    select p.patient,
        joined(collect_set(case when f.value is null then c.finding end), '; ') as missing,
        joined(collect_set(
            case when f.value <> c.value then 'the practice does not cover ' || c.finding end), '; ') as uncovered,
        joined(collect_set(f.because), '; ') as because,
        min(c.fact) as fact
    from patients p
    cross join practice_preconditions c
    left join latest_findings f on f.patient = p.patient and f.kind = c.finding
    group by p.patient
),
footnotes as (
    select s.patient, n.mark, n.drug_instead, n.fact, s.because as standing, f.because as finding,
        case when f.value <> n.value then 0 when s.refractory and f.value = n.value then 1 end as holds,
        concat_ws('; ', case when f.value is null then n.finding end,
            case when s.refractory is null then 'refractoriness to ' || s.drug end) as asked
    from practice_footnotes n
    join drug_standing s on s.drug = n.refractory_to and (s.refractory is null or s.refractory)
    left join latest_findings f on f.patient = s.patient and f.kind = n.finding
),
marked as (
    select distinct m.patient, m.cell, n.mark
    from cells_met m
    join practice_options n on n.cell = m.cell
    where n.mark is not null
),
lifted as (
    select distinct m.patient, m.cell, d.option, f.holds, f.asked, concat_ws('; ', f.fact, f.standing, f.finding) as because
    from marked m
    join footnotes f on f.patient = m.patient and f.mark = m.mark and (f.holds is null or f.holds = 1)
    join option_drugs d on d.drug = f.drug_instead and d.needed
),
offered as (
    select m.patient, o.option, 0 as turn, r.practice,
        case when o.in_brackets and l.option is null then 'alternative' else 'recommended' end as verdict,
        concat_ws('; ',
            case when m.missing <> '' then m.missing end, case when c.missing <> '' then c.missing end,
            case when c.uncovered <> '' then c.uncovered end,
            case when o.in_brackets and l.option is not null and l.holds is null then l.asked end) as missing,
        concat_ws('; ', m.fact, c.fact, case when c.because <> '' then c.because end,
            case when m.because <> '' then m.because end, l.because) as because
    from cells_met m
    join practice_options o on o.cell = m.cell
    join conditions c on c.patient = m.patient
    cross join run r
    left join lifted l on l.patient = m.patient and l.cell = m.cell and l.option = o.option
),
labelled as (
    select patient, option, 1 as turn, label as practice, 'alternative' as verdict, coalesce(missing, '') as missing, because
    from labels_open
),
ranked as (
    select x.*,
        row_number() over (
            partition by patient, option
            order by turn asc nulls last, case when missing = '' then 0 else 1 end asc nulls last,
                verdict desc nulls last, practice asc nulls last, because asc nulls last
        ) as place
    from (select * from offered union all select * from labelled) x
),
judged as (
    select k.patient, k.option, k.practice, k.verdict, coalesce(b.barred, false) as barred,
        concat_ws('; ', case when k.missing <> '' then k.missing end,
            case when k.missing not like '%' || b.missing || '%' then b.missing end) as missing,
        concat_ws('; ', b.because, k.because) as because
    from ranked k
    left join option_bars b on b.patient = k.patient and b.option = k.option
    where k.place = 1
)
select patient, option,
    case when barred then 'excluded' when missing <> '' then 'unknown' else verdict end as verdict,
    practice,
    case when not barred and missing <> '' then verdict end as if_settled,
    case when not barred and missing <> '' then missing end as missing,
    because
from judged
