-- macros: When is a text a number, a date or a word, and how is it said that it is none?
--
-- A number has a decimal point and at most 13 digits before it, or one decimal comma with one or two digits after it.
-- A date is ISO, of the year 1900 or later, and not before birth or after death; a time of day behind it is cut.
-- Reads: nothing
-- Nulls: an issue without a problem; what is empty has none here: each table says itself what it cannot do without.

create or replace temp macro issue(column_, found_, problem_, treated_as_) as
    case when problem_ is not null
         then struct_pack("column" := column_, found := cast(found_ as varchar), problem := problem_, treated_as := treated_as_) end;

-- cells: text without the white space around it, null where nothing is left; a text that has none is left as it is. Which
-- texts begin with white space is told by their order: before '!', or from the no-break space on to the character after it

create or replace temp macro blanks() as e' \t\n\r\xC2\xA0';

create or replace temp macro may_begin_blank(text_) as text_ < '!' or (text_ >= e'\xC2\xA0' and text_ < e'\xC2\xA1');

create or replace temp macro cell_of(text_) as
    case when may_begin_blank(text_) or contains(blanks(), text_[-1]) then nullif(trim(text_, blanks()), '')
         else text_ end;

-- absence: a reason why there is no value, where a record gives one

create or replace temp macro says_absent(text_) as starts_with(text_, 'data absent: ');

-- numbers: number_of, or held_number for a narrow decimal, runs once a cell, when it is found; the others take the cell and
-- the number it gave. Rounding is far quicker in 64 bits than in 128: to_four_decimals goes that way where there is room

create or replace temp macro is_text(cell_) as typeof(cell_) = 'VARCHAR';

create or replace temp macro is_plain_number(text_) as
    regexp_full_match(text_, '[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,2})?');

create or replace temp macro has_decimal_comma(text_) as
    regexp_full_match(text_, '[+-]?\d+,\d{1,2}');

create or replace temp macro number_of(cell_) as
    case when not is_text(cell_) or is_plain_number(cast(cell_ as varchar)) then try_cast(cell_ as decimal(20, 7))
         when has_decimal_comma(cast(cell_ as varchar))
         then try_cast(replace(cast(cell_ as varchar), ',', '.') as decimal(20, 7)) end;

create or replace temp macro unreadable_number(text_) as
    case when says_absent(text_) then 'data_absent'
         when is_plain_number(text_) or has_decimal_comma(text_) then 'out_of_possible_range'
         when regexp_full_match(text_, '(<=|>=|<|>|≤|≥|~)\s*[+-]?[\d.,]+') then 'comparator'
         else 'not_a_number' end;

create or replace temp macro to_four_decimals(number_) as
    coalesce(cast(try_cast(number_ as decimal(18, 7)) as decimal(18, 4)), try_cast(number_ as decimal(18, 4)));

create or replace temp macro held_number(decimal_) as
    case when abs(decimal_) < 10000000000000 then decimal_ end;

create or replace temp macro number_problem(cell_, number_) as
    case when cell_ is null then null
         when number_ is null then unreadable_number(cast(cell_ as varchar))
         when is_text(cell_) and contains(cast(cell_ as varchar), ',') then 'decimal_comma' end;

create or replace temp macro number_issue(column_, cell_, number_) as
    issue(column_, cell_, number_problem(cell_, number_),
          case when number_ is not null then replace(cast(cell_ as varchar), ',', '.') else 'unknown' end);

-- an amount or a length: a number that is not below nothing

create or replace temp macro amount_of(number_) as
    case when number_ >= 0 then to_four_decimals(number_) end;

create or replace temp macro amount_issue(column_, text_, number_) as
    case when number_ is not null and amount_of(number_) is null
         then issue(column_, text_, 'out_of_possible_range', 'unknown')
         else number_issue(column_, text_, number_) end;

-- dates: iso_date runs once a cell, when it is found; the others take the text and the date it gave

create or replace temp macro iso_date(cell_) as
    case when not is_text(cell_) then case when year(try_cast(cell_ as date)) >= 1900 then try_cast(cell_ as date) end
         when left(cast(cell_ as varchar), 4) >= '1900'
          and regexp_full_match(cast(cell_ as varchar),
                                '\d{4}-\d{2}-\d{2}([T ]\d\d:\d\d(:\d\d(\.\d+)?)?\s*(Z|[+-]\d\d(:?\d\d)?)?)?')
         then try_cast(left(cast(cell_ as varchar), 10) as date) end;

create or replace temp macro date_of(date_, born_on_, died_on_) as
    case when date_ >= coalesce(born_on_, date_) and date_ <= coalesce(died_on_, date_) then date_ end;

create or replace temp macro date_problem(cell_, date_, born_on_, died_on_) as
    case when cell_ is null or date_of(date_, born_on_, died_on_) is not null then null
         when regexp_full_match(cast(cell_ as varchar), '\d{4}(-\d{2})?') then 'partial_date'
         else 'impossible_date' end;

create or replace temp macro date_issue(column_, cell_, date_, born_on_, died_on_) as
    issue(column_, cell_, date_problem(cell_, date_, born_on_, died_on_), 'unknown');

create or replace temp macro moment_problem(cell_, date_, born_on_, died_on_) as
    case when cell_ is null then 'missing_date' else date_problem(cell_, date_, born_on_, died_on_) end;

create or replace temp macro moment_issue(column_, cell_, date_, born_on_, died_on_) as
    issue(column_, cell_, moment_problem(cell_, date_, born_on_, died_on_),
          case when cell_ is null then 'undated' else 'unknown' end);

create or replace temp macro end_of(date_, start_, born_on_) as
    case when start_ is null or date_ >= start_ then date_of(date_, born_on_, null) end;

create or replace temp macro end_problem(cell_, date_, start_, born_on_) as
    case when date_ < start_ then 'end_before_start' else date_problem(cell_, date_, born_on_, null) end;

create or replace temp macro end_issue(column_, cell_, date_, start_, born_on_) as
    issue(column_, cell_, end_problem(cell_, date_, start_, born_on_), 'unknown');

-- words

create or replace temp macro word_issue(column_, found_, word_, problem_) as
    issue(column_, found_,
          case when word_ is not null then null when says_absent(found_) then 'data_absent'
               when found_ is not null then problem_ end, 'unknown');

-- rows

create or replace temp macro patient_issue(patient_, known_patient_) as
    case when patient_ is null then issue('patient', null, 'missing_patient', 'left out')
         when known_patient_ is null then issue('patient', patient_, 'unknown_patient', 'left out') end;

create or replace temp macro left_out_issue(patient_, known_patient_, column_, found_, word_, problem_) as
    case when patient_ is null or known_patient_ is null then patient_issue(patient_, known_patient_)
         when found_ is null then issue(column_, null, 'missing_value', 'left out')
         when word_ is null then issue(column_, found_, problem_, 'left out') end;

create or replace temp macro made_id(word_, found_, date_, text_) as
    concat(coalesce(word_, found_, 'unnamed'), '/', coalesce(cast(date_ as varchar), cast(text_ as varchar), 'undated'));

-- patients: what their rows agree on, and what cannot lie before birth

create or replace temp macro the_one(value_) as
    case when min(value_) = max(value_) then min(value_) end;

create or replace temp macro conflict_issue(column_, value_) as
    issue(column_, concat_ws(' | ', min(value_), max(value_)),
          case when min(value_) < max(value_) then 'conflicting_values' end, 'unknown');

create or replace temp macro not_before(date_, born_on_) as
    case when born_on_ is null or date_ >= born_on_ then date_ end;

create or replace temp macro before_birth_issue(column_, date_, born_on_) as
    issue(column_, date_, case when date_ < born_on_ then 'impossible_date' end, 'unknown');

-- measurements: in the analyte's own unit, by multiplied_and_shifted. What 64 bits hold is exactly the same there, and far
-- quicker: a number of three digits and two decimals, times a factor below 100 (quickly_multiplied, null for any other)

create or replace temp macro narrow(number_) as try_cast(number_ as decimal(18, 7));

create or replace temp macro quickly_multiplied(number_, factor_) as
    case when abs(narrow(number_)) < 999 and factor_ < 100 and try_cast(narrow(number_) as decimal(5, 2)) = narrow(number_)
         then cast(try_cast(narrow(number_) as decimal(5, 2)) * try_cast(factor_ as decimal(13, 11)) as decimal(18, 4)) end;

create or replace temp macro multiplied_and_shifted(number_, factor_, shift_) as
    try_cast(cast(number_ as decimal(20, 7)) * factor_ + shift_ as decimal(18, 4));

create or replace temp macro converted(number_, factor_, shift_) as
    case when factor_ = 1 and shift_ = 0 then to_four_decimals(number_)
         when shift_ = 0
         then coalesce(quickly_multiplied(number_, factor_), multiplied_and_shifted(number_, factor_, shift_))
         else multiplied_and_shifted(number_, factor_, shift_) end;

-- lesions: yes or no

create or replace temp macro truth_of(text_) as
    case when lower(text_) in ('true', 'yes', '1') then true
         when lower(text_) in ('false', 'no', '0') then false end;
