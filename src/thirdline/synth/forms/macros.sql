-- macros: What do several resources and tables say alike?
--
-- Reads: nothing
-- Nulls: as told of each.

-- the codings of a drug: those that it has; nothing where it has none
create or replace temp macro drug_codings(rxnorm_, atc_) as
    case when coalesce(rxnorm_, atc_) is not null then list_filter(
        [
            {'system': 'http://www.nlm.nih.gov/research/umls/rxnorm', 'code': rxnorm_},
            {'system': 'http://www.whocc.no/atc', 'code': atc_}
        ], lambda each: each.code is not null
    ) end;

-- the number in a patient's id
create or replace temp macro person_of(patient_) as cast(ltrim(patient_, 'S') as bigint);

-- the kind of row of the model that comes from an electronic record
create or replace temp macro from_record() as 32817;
