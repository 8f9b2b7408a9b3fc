-- landing: What does each resource say, before it is known what its codes mean?
--
-- One row a resource; an Observation has one more for each component and each contained Observation (`of` is then the
-- row they belong to). `refused` says why a resource is not used. Concepts are JSON text, dates and numbers as written.
-- Reads: nothing
-- Nulls: what the resource does not say. `line` in a file that was read as a whole.

create or replace temp table fhir_patients (
    file integer, line bigint, kind varchar, id varchar, refused struct(outcome varchar, element varchar, found varchar),
    patient varchar, born_on varchar, sex varchar, died_on varchar, died varchar, centre varchar
);

create or replace temp table fhir_conditions (
    file integer, line bigint, kind varchar, id varchar, refused struct(outcome varchar, element varchar, found varchar),
    patient varchar, code varchar, asserted_on varchar, onset_on varchar, recorded_on varchar
);

create or replace temp table fhir_observations (
    file integer, line bigint, kind varchar, id varchar, refused struct(outcome varchar, element varchar, found varchar),
    patient varchar, "of" bigint, stands boolean, observed_on varchar, code varchar, method varchar,
    quantity boolean, "value" varchar, concept varchar, absent varchar, unit varchar, low varchar, high varchar,
    lesion varchar, body_site varchar,
    component $component,
    contained json[]
);

create or replace temp table fhir_medications (
    file integer, line bigint, kind varchar, id varchar, refused struct(outcome varchar, element varchar, found varchar),
    patient varchar, code varchar
);

create or replace temp table fhir_given (
    file integer, line bigint, kind varchar, id varchar, refused struct(outcome varchar, element varchar, found varchar),
    patient varchar, drug varchar, medication varchar, named varchar, started_on varchar, ended_on varchar,
    amount varchar, unit varchar, route varchar, reason varchar
);

create or replace temp table fhir_procedures (
    file integer, line bigint, kind varchar, id varchar, refused struct(outcome varchar, element varchar, found varchar),
    patient varchar, code varchar, performed_on varchar
);

create or replace temp table fhir_encounters (
    file integer, line bigint, kind varchar, id varchar, refused struct(outcome varchar, element varchar, found varchar),
    patient varchar, seen_on varchar
);

create or replace temp table fhir_adverse_events (
    file integer, line bigint, kind varchar, id varchar, refused struct(outcome varchar, element varchar, found varchar),
    patient varchar, code varchar, started_on varchar, grade varchar, severity varchar, attributed_to varchar
);

create or replace temp table fhir_others (
    file integer, line bigint, kind varchar, id varchar, refused struct(outcome varchar, element varchar, found varchar),
    patient varchar, rows bigint
);

create or replace temp table fhir_broken (file integer, line bigint, kind varchar, reason varchar);
