-- meanings: What do the concepts and values mean that were found, each distinct one looked up once?
--
-- `means` is a word of knowledge, `says` what the cell of a table will say.
-- Reads: nothing
-- Nulls: means and the words of fhir_codes where nothing is meant.

create or replace temp table fhir_codes (
    code varchar, analyte varchar, analyte_says varchar, finding varchar, finding_says varchar, lesion varchar, chain varchar,
    site_unit varchar
);

create or replace temp table fhir_meanings (list varchar, concept varchar, means varchar, says varchar);

create or replace temp table fhir_values (
    kind varchar, concept varchar, "value" varchar, says varchar, other_kind varchar, other_value varchar
);

create or replace temp table fhir_lengths ("value" varchar, unit varchar, says varchar);

create or replace temp table fhir_drugs (row bigint, means varchar, says varchar);

create or replace temp table fhir_carried_out (row bigint);

create or replace temp table fhir_diagnoses (
    patient varchar, diagnosis varchar, diagnosed_on varchar, heavy_chain varchar, light_chain varchar
);
