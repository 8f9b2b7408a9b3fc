-- What DuckDB lacks of the functions that derivations may use; the twin is prelude.spark.sql.
create or replace macro days_between(since, until) as datediff('day', since, until);
create or replace macro plus_days(day, n) as day + cast(n as integer);
create or replace macro plus_months(day, n) as cast(day + to_months(cast(n as integer)) as date);
create or replace macro age_years(born, day) as
    year(day) - year(born) - case when strftime(day, '%m%d') < strftime(born, '%m%d') then 1 else 0 end;
-- Of texts. `list(distinct x)` would be planned as a grouping and a join of its own for each; so what is gathered may hold a
-- text twice, and is told once when it is joined. What is empty is told by none.
create or replace macro collect_set(x) as list(x) filter (where x <> '');
create or replace macro joined(l, separator) as
    case when len(l) > 1 then list_aggr(list_sort(list_distinct(l)), 'string_agg', separator) else l[1] end;
create or replace macro row_ref(table_name, row_id) as table_name || ':' || row_id;
create or replace macro fact_ref(record, fact) as record || '#' || fact;
create or replace macro root_of_ratio(x, y) as cast(sqrt(cast(x as double) / nullif(cast(y as double), 0)) as decimal(18, 4));
create or replace macro percent_of(x, y) as cast(cast(x as double) * 100 / nullif(cast(y as double), 0) as decimal(18, 4));
create or replace macro plain_number(x) as regexp_replace(cast(cast(x as decimal(18, 4)) as varchar), '[.]?0+$', '');
