-- What Spark lacks of the functions that derivations may use; the twin is prelude.duckdb.sql.
create or replace temporary function days_between(since date, until date) returns int return datediff(until, since);
create or replace temporary function plus_days(day date, n decimal(18, 4)) returns date return date_add(day, cast(n as int));
create or replace temporary function plus_months(day date, n decimal(18, 4)) returns date return add_months(day, cast(n as int));
create or replace temporary function age_years(born date, day date) returns int
    return year(day) - year(born) - case when date_format(day, 'MMdd') < date_format(born, 'MMdd') then 1 else 0 end;
create or replace temporary function joined(l array<string>, separator string) returns string
    return nullif(array_join(sort_array(array_remove(l, '')), separator), '');
create or replace temporary function row_ref(table_name string, row_id string) returns string return table_name || ':' || row_id;
create or replace temporary function fact_ref(record string, fact string) returns string return record || '#' || fact;
create or replace temporary function root_of_ratio(x decimal(18, 4), y decimal(18, 4)) returns decimal(18, 4)
    return cast(sqrt(cast(x as double) / nullif(cast(y as double), 0)) as decimal(18, 4));
create or replace temporary function percent_of(x decimal(18, 4), y decimal(18, 4)) returns decimal(18, 4)
    return cast(cast(x as double) * 100 / nullif(cast(y as double), 0) as decimal(18, 4));
create or replace temporary function plain_number(x decimal(18, 4)) returns string
    return regexp_replace(cast(x as string), '[.]?0+$', '');
