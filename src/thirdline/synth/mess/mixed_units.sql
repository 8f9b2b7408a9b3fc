-- mixed_units: Which values were written in another unit, correctly, with their normal limits?
--
-- Four decimals are kept, which is finer than laboratories print.
-- Reads: measurements, other_units
-- Nulls: a limit that is not there stays so.
with others as (
    select analyte, list(unit order by unit) as units, list(factor order by unit) as factors from other_units group by analyte
),
picked as (
    select m.*, o.units[nth] as other, cast(o.factors[nth] as decimal(9, 5)) as factor
    from (
        select m.*, 1 + cast(floor(drawn(patient, concat(row, '/unit')) * len(o.units)) as integer) as nth
        from measurements m
        join others o on o.analyte = m.analyte
        where met(patient, row)
    ) m
    join others o on o.analyte = m.analyte
),
cells as (
    select patient, row, 'unit' as "column", unit as was, other as became from picked
    union all
    select patient, row, 'value', value, times(value, factor) from picked
    union all
    select patient, row, 'lower_normal', lower_normal, times(lower_normal, factor) from picked
    union all
    select patient, row, 'upper_normal', upper_normal, times(upper_normal, factor) from picked
)
select 'measurements' as "table", patient, row, "column", was, became from cells where was is distinct from became
