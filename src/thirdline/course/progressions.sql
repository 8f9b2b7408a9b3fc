-- progressions: When did the disease progress in each line, by which criterion, and was it confirmed?
--
-- Every laboratory rise, every progression on imaging and every charted one, dated by the first day that shows it; one
-- row a day, the confirmed before the unconfirmed and the measured before the charted. What follows the first confirmed
-- progression of a line is not told again.
-- Reads: rises, lesion_progressions, charted_progressions, markers
-- Empty unless one of: rises, lesion_progressions, charted_progressions
-- Nulls: suspected progression has no day of confirmation.
with told as (
    select r.patient, r.line, r.progressed_on, r.confirmed_on, r.criterion, m.route as place, r.reference_on,
        r.reference_value, r.value, r.because
    from rises r
    join markers m on m.marker = r.criterion
    union all
    select l.patient, l.line, l.progressed_on, l.progressed_on as confirmed_on, 'lesion' as criterion, m.route as place,
        l.reference_on, l.reference_value, l.value, l.because
    from lesion_progressions l
    cross join (select max(route) as route from markers) m
    union all
    select c.patient, c.line, c.progressed_on, c.confirmed_on, 'clinical' as criterion, m.route + 1 as place,
        null as reference_on, null as reference_value, null as value, c.because
    from charted_progressions c
    cross join (select max(route) as route from markers) m
),
ranked as (
    select t.*,
        row_number() over (
            partition by patient, line, progressed_on
            order by case when confirmed_on is null then 1 else 0 end asc nulls last, place asc nulls last,
                criterion asc nulls last, confirmed_on asc nulls last, because asc nulls last
        ) as rank,
        min(case when confirmed_on is not null then progressed_on end) over (partition by patient, line) as first_confirmed_on
    from told t
)
select patient, line, progressed_on, confirmed_on, criterion, reference_on, reference_value, value, because
from ranked
where rank = 1 and (first_confirmed_on is null or progressed_on <= first_confirmed_on)
