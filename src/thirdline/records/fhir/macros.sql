-- macros: Where in a FHIR R4 resource does a fact stand?
--
-- A reference is local (`Patient/1`), of one version (`Patient/1/_history/2`) or a whole address; all three name one id.
-- Limits of normal are those of the one range that is said to be normal, or of the only one that says nothing else.
-- Reads: nothing
-- Nulls: what is absent is null. A value that is no number stays the text it is.

create or replace temp macro set_aside(outcome_, element_, found_) as
    struct_pack(outcome := outcome_, element := element_, found := cast(found_ as varchar));

-- standing: did it happen, was it meant, and may it be read by someone who does not know its modifiers?

create or replace temp macro status_refused(element_, status_) as
    case when status_ = 'entered-in-error' then set_aside('entered_in_error', element_, status_)
         when status_ in ('cancelled', 'not-done', 'not-taken', 'intended', 'draft', 'preparation', 'declined', 'planned',
                          'potential')
         then set_aside('not_done', element_, status_)
         when left(status_, 1) in ('{', '[') then set_aside('misread', element_, null) end;

create or replace temp macro intent_refused(intent_, do_not_perform_) as
    case when intent_ in ('proposal', 'plan', 'option') then set_aside('not_meant', 'intent', intent_)
         when do_not_perform_ = 'true' then set_aside('not_meant', 'doNotPerform', do_not_perform_) end;

create or replace temp macro verification_refused(code_) as
    case when code_ = 'entered-in-error' then set_aside('entered_in_error', 'verificationStatus', code_)
         when code_ = 'refuted' then set_aside('refuted', 'verificationStatus', code_)
         when code_ in ('unconfirmed', 'provisional', 'differential')
         then set_aside('not_confirmed', 'verificationStatus', code_) end;

create or replace temp macro modifier_refused(modifier_) as
    case when modifier_ is not null then set_aside('modified', 'modifierExtension', null) end;

-- references

create or replace temp macro id_in(reference_, kind_) as
    case when starts_with(reference_, kind_ || '/') and not contains(substr(reference_, length(kind_) + 2), '/')
         then substr(reference_, length(kind_) + 2)
         else nullif(regexp_extract(reference_, concat('(?:^|/)', kind_, '/([^/]+)(?:/_history/[^/]+)?$'), 1), '') end;

create or replace temp macro patient_of(reference_) as coalesce(id_in(reference_, 'Patient'), reference_);

-- concepts: as text, which each distinct one is looked up by

create or replace temp macro concept_text(concept_) as cast(to_json(concept_) as varchar);

-- quantities

create or replace temp macro unit_of(quantity_) as
    coalesce(case when quantity_."system" = 'http://unitsofmeasure.org' then nullif(quantity_.code, '') end,
             nullif(quantity_.unit, ''), nullif(quantity_.code, ''));

create or replace temp macro number_text(quantity_) as
    case when quantity_."value" <> '' then concat(quantity_.comparator, quantity_."value") end;

create or replace temp macro both_ends(between_, one_, other_) as
    case when one_ is not null or other_ is not null then concat(one_, between_, other_) end;

create or replace temp macro says_normal(type_) as
    len(list_filter(type_.coding, lambda each: each.code = 'normal')) > 0;

create or replace temp macro normal_range(ranges_) as
    case when ranges_ is null then null
         when len(ranges_) = 1
         then case when ranges_[1].type is null or says_normal(ranges_[1].type) then ranges_[1] end
         else coalesce(the_only(list_filter(ranges_, lambda each: says_normal(each.type))),
                       the_only(list_filter(ranges_, lambda each: each.type is null))) end;

create or replace temp macro the_only(list_) as case when len(list_) = 1 then list_[1] end;

create or replace temp macro limit_text(limit_, unit_) as
    case when unit_of(limit_) = unit_ or unit_of(limit_) is null then limit_."value" end;

-- medications

create or replace temp macro contained_code(contained_, reference_) as
    case when starts_with(reference_, '#')
         then cast(list_filter(contained_, lambda each: each->>'$.id' = substr(reference_, 2))[1]->'$.code' as varchar) end;

create or replace temp macro display_concept(display_) as
    case when display_ is not null then cast(json_object('text', display_) as varchar) end;

create or replace temp macro last_day(started_on_, supply_) as
    case when lower(unit_of(supply_)) in ('d', 'day', 'days')
         then cast(try_cast(left(started_on_, 10) as date) + (try_cast(supply_."value" as integer) - 1) as varchar) end;

-- where an Observation belongs, by what its code means

create or replace temp macro table_for(code_, it_) as
    case when code_.lesion is not null then 'lesions'
         when code_.chain is not null then 'patients'
         when it_.kind = 'DiagnosticReport' then case when code_.finding is not null then 'findings' end
         when code_.analyte is not null or (code_.finding is null and it_.quantity) then 'measurements'
         else 'findings' end;

create or replace temp macro has_meaning(code_) as
    coalesce(code_.analyte, code_.finding, code_.lesion, code_.chain) is not null;
