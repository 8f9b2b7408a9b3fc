"""Every table by name: its columns, types, key, units and what a null in it means.

Question answered: what may a table hold? Input tables are what a record folder contains, in the contract's
columns; derived tables are what a derivation of the same name must return. A `stage` is an intermediate table.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Type = Literal["text", "date", "decimal", "integer", "boolean"]
Place = Literal["input", "derived", "stage", "knowledge", "request"]


@dataclass(frozen=True)
class Column:
    """One column. `null` says what an absent value means; empty when the column is never null.

    `moment` marks the date on which a row became known: rows after the as-of date are cut.
    `later` marks a date that may lie after its row's moment (an end, a death): it is cut to null instead.
    `ending` marks what is known only once the row's end is: it is cut with it.
    """

    name: str
    type: Type = "text"
    null: str = ""
    moment: bool = False
    later: bool = False
    ending: bool = False


@dataclass(frozen=True)
class Table:
    """One table: `key` are the first columns, unique together."""

    name: str
    place: Place
    key: tuple[str, ...]
    columns: tuple[Column, ...]
    about: str

    @property
    def names(self) -> tuple[str, ...]:
        """The column names, in order."""
        return tuple(column.name for column in self.columns)

    def column(self, name: str) -> Column:
        """The column of that name; KeyError when the table has none."""
        for column in self.columns:
            if column.name == name:
                return column
        raise KeyError(f"{self.name} has no column {name!r}; it has {', '.join(self.names)}")


def _columns(text: str) -> tuple[Column, ...]:
    """Read `name:type flags = meaning of null` lines; the type defaults to text."""
    columns = []
    for line in filter(None, (line.strip() for line in text.strip().splitlines())):
        head, _, null = line.partition(" = ")
        name, *flags = head.split()
        name, _, kind = name.partition(":")
        columns.append(Column(name, kind or "text", null, "moment" in flags, "later" in flags, "ending" in flags))  # type: ignore[arg-type]
    return tuple(columns)


def declare(name: str, place: Place, key: str, about: str, columns: str) -> Table:
    """A table from its drawn contract: key columns parted by spaces, columns as `_columns` reads them."""
    return Table(name, place, tuple(key.split()), _columns(columns), about)


INPUTS = (
    declare(
        "patients", "input", "patient", "Who the record is about.",
        """
        patient
        born_on:date = not recorded
        sex = not recorded
        diagnosis = not recorded
        diagnosed_on:date later = not recorded
        heavy_chain = not recorded
        light_chain = not recorded
        centre = not recorded
        died_on:date later = not known to have died
        last_seen_on:date later = not recorded
        """,
    ),
    declare(
        "exposures", "input", "patient row", "Drugs given, one row an uninterrupted stretch or an administration.",
        """
        patient
        row
        drug = could not be resolved; see issues
        started_on:date moment = not recorded
        ended_on:date later = no end recorded
        amount:decimal = not recorded
        unit = not recorded
        route = not recorded
        regimen = not charted
        stopped_because ending = not recorded
        """,
    ),
    declare(
        "measurements", "input", "patient row", "Quantities measured, in the analyte's canonical unit.",
        """
        patient
        row
        analyte
        measured_on:date moment = not recorded
        value:decimal = not usable; see issues
        unit = not usable; see issues
        reported_unit = not usable; see issues
        lower_normal:decimal = the laboratory gave none
        upper_normal:decimal = the laboratory gave none
        method = not recorded
        """,
    ),
    declare(
        "findings", "input", "patient row", "Named findings with a word for a value.",
        """
        patient
        row
        kind
        found_on:date moment = not recorded
        value = not usable; see issues
        """,
    ),
    declare(
        "procedures", "input", "patient row", "Procedures performed.",
        """
        patient
        row
        procedure
        performed_on:date moment = not recorded
        """,
    ),
    declare(
        "lesions", "input", "patient row", "Lesions measured, in millimetres.",
        """
        patient
        row
        lesion
        measured_on:date moment = not recorded
        kind = not recorded
        longest_mm:decimal = not measured
        perpendicular_mm:decimal = not measured
        is_new:boolean = not said
        """,
    ),
    declare(
        "events", "input", "patient row", "Adverse events and death.",
        """
        patient
        row
        event
        started_on:date moment = not recorded
        ended_on:date later = no end recorded
        grade:integer = not graded
        attributed_to = not attributed
        """,
    ),
)  # fmt: skip

STAGES = (
    declare(
        "record_issues", "stage", "patient table row column problem", "What reading the record set aside.",
        """
        patient = concerns no one patient
        table
        row
        column
        found = nothing was there
        problem
        treated_as
        """,
    ),
    declare(
        "line_openings", "stage", "patient line", "Where lines open, one step at a time.",
        """
        patient
        line:integer
        started_on:date
        kind
        fact
        relapse = none was seen before the line opened
        """,
    ),
    declare(
        "stage_steps", "stage", "patient system", "Stages as they are derived, one step at a time.",
        """
        patient
        system
        assessed_on:date
        stage
        because
        """,
    ),
)  # fmt: skip

KNOWLEDGE = (
    declare(
        "run", "knowledge", "as_of", "What this run was asked.",
        """
        as_of:date = the whole record
        practice
        """,
    ),
    declare(
        "drug_facts", "knowledge", "drug", "Each drug's class and, for an antibody, its own isotype.",
        """
        drug
        drug_class
        heavy_chain = no antibody, or its isotype is not known
        light_chain = no antibody, or its isotype is not known
        fact
        """,
    ),
    declare(
        "drug_roles", "knowledge", "drug role", "What part a drug can play in a line.",
        """
        drug
        role
        """,
    ),
    declare(
        "line_rules", "knowledge", "criterion", "The parameters by which lines are told apart.",
        """
        criterion
        regimen_window_days:integer
        planned_transplant_days:integer
        tandem_days:integer
        consolidation_days:integer
        maintenance_gap_days:integer
        conditioning_days:integer
        mobilisation_days:integer
        lymphodepletion_days:integer
        bridging_days:integer
        dose_gap_days:integer
        """,
    ),
    declare(
        "regimen_compositions", "knowledge", "disease drugs", "Which regimen a set of drugs is.",
        """
        disease
        drugs
        regimen
        """,
    ),
    declare(
        "response_rules", "knowledge", "criterion", "Limits of response, lesion progression and clinical relapse.",
        """
        criterion
        flc_ratio_lowest:decimal
        flc_ratio_highest:decimal
        marrow_complete_below:decimal
        lesion_spd_rise_percent:decimal
        lesion_diameter_rise_percent:decimal
        lesion_short_axis_above:decimal
        relapse_calcium_above:decimal
        relapse_haemoglobin_fall:decimal
        relapse_creatinine_rise:decimal
        """,
    ),
    declare(
        "categories", "knowledge", "response", "Response categories by depth.",
        """
        response
        depth:integer
        needs_confirmation:boolean
        """,
    ),
    declare(
        "markers", "knowledge", "marker", "Markers of disease, by which route each is followed.",
        """
        marker
        route:integer
        needs_confirmation:boolean
        measurable_at_least:decimal = this marker has no least value
        fact
        """,
    ),
    declare(
        "response_levels", "knowledge", "marker response", "What a marker must reach for a category.",
        """
        marker
        response
        depth:integer
        fall_percent:decimal = no fall gives this category
        or_below:decimal = no absolute limit gives this category
        fact
        """,
    ),
    declare(
        "progression_thresholds", "knowledge", "marker lowest_from", "What a rise must reach to be progression.",
        """
        marker
        lowest_from:decimal
        lowest_below:decimal = no upper end
        rise_percent:decimal
        rise_amount:decimal
        amount_exceeded:boolean
        value_at_least:decimal
        fact
        """,
    ),
    declare(
        "assessment_profile", "knowledge", "criterion", "How gaps are treated in assessing response.",
        """
        criterion
        baseline_before_days:integer
        baseline_after_days:integer
        visit_days:integer
        immunofixation_days:integer
        missing_marker_accepted:boolean
        missing_urine_accepted:boolean
        longest_zero_run:integer
        zero_run_days:integer
        """,
    ),
    declare(
        "refractory_rules", "knowledge", "criterion", "When a drug counts as failed.",
        """
        criterion
        window_days:integer
        response_at_least
        depth_at_least:integer
        shortest_exposure_days:integer
        """,
    ),
    declare("uncounted_classes", "knowledge", "drug_class", "Classes never called refractory.", "drug_class"),
    declare(
        "refractory_tiers", "knowledge", "tier alternative drug_class", "What each tier demands.",
        """
        tier
        depth:integer
        alternative:integer
        drug_class
        at_least:integer
        fact
        """,
    ),
    declare(
        "class_schemes", "knowledge", "scheme drug_class", "Schemes that count classes.",
        """
        scheme
        drug_class
        """,
    ),
    declare(
        "stage_conditions", "knowledge", "system stage alternative item", "Conditions of each stage.",
        """
        system
        stage
        rank:integer
        alternative:integer
        item
        is_word = a limit, not a word
        at_least:decimal = no such limit
        more_than:decimal = no such limit
        below:decimal = no such limit
        at_most:decimal = no such limit
        n_conditions:integer
        n_before:integer
        fact
        """,
    ),
    declare(
        "stage_items", "knowledge", "system item", "Each value or word that a staging system asks for, once.",
        """
        system
        item
        """,
    ),
    declare(
        "stage_points", "knowledge", "system item is_word", "Points of systems that add them.",
        """
        system
        item
        is_word
        points:decimal
        """,
    ),
    declare(
        "stage_systems", "knowledge", "system", "Staging systems in force.",
        """
        system
        criterion
        otherwise = every stage has conditions
        reported_as
        window_days:integer
        uses_stages:boolean
        n_alternatives:integer
        n_point_items:integer
        """,
    ),
    declare(
        "interference_rules", "knowledge", "criterion", "When an antibody may pass for the M-protein.",
        """
        criterion
        m_protein_at_most:decimal
        washout_days:integer
        settled_by
        """,
    ),
    declare(
        "toxicity_rules", "knowledge", "criterion",
        "The edition of toxicity grades, their numbers, and how calcium is corrected.",
        """
        criterion
        edition
        mild:integer
        moderate:integer
        severe:integer
        life_threatening:integer
        albumin:decimal
        per_gram:decimal
        """,
    ),
    declare(
        "toxicity_ladders", "knowledge", "term analyte ladder",
        "Which rungs a value must pass, above or below its reference, for each grade of a term.",
        """
        term
        analyte
        ladder:integer
        direction
        reference
        way
        mild:decimal = no such rung
        moderate:decimal = no such rung
        severe:decimal = no such rung
        life_threatening:decimal = no such rung
        worst:integer
        closed:boolean
        abnormal:boolean
        baseline_above:decimal = of any baseline
        baseline_at_most:decimal = of any baseline
        baseline_below:decimal = of any baseline
        baseline_missing:boolean = whether or not there is one
        from_age:integer = at any age
        clinical:boolean
        up_to:integer = no sign that no laboratory sees makes it worse
        reported_in = whatever the unit reported
        not_reported_in = whatever the unit reported
        fact
        """,
    ),
    declare(
        "practice_preconditions", "knowledge", "finding", "What must be so for the practice's table to apply.",
        """
        finding
        value
        fact
        """,
    ),
    declare(
        "practice_cells", "knowledge", "cell", "The cells of the practice's table.",
        """
        cell
        disease
        depth:integer
        n_groups:integer
        contraindications
        fact
        """,
    ),
    declare(
        "practice_cell_groups", "knowledge", "cell part word", "To what the disease must be refractory, or must not.",
        """
        cell
        part:integer
        word
        refractory:boolean
        """,
    ),
    declare(
        "practice_options", "knowledge", "cell option", "What each cell offers.",
        """
        cell
        option
        in_brackets:boolean
        mark = no footnote
        """,
    ),
    declare(
        "option_drugs", "knowledge", "option drug",
        "The drugs of each option: `needed` if it cannot be without, `depletes` if it only makes room for a cell product.",
        """
        option
        drug
        drug_class
        needed:boolean
        depletes:boolean
        n_one_of:integer = it needs each of its drugs
        """,
    ),
    declare(
        "practice_footnotes", "knowledge", "mark", "What a footnote asks.",
        """
        mark
        refractory_to
        finding
        value
        drug_instead
        fact
        """,
    ),
    declare(
        "label_needs", "knowledge", "label disease part asked", "What each label asks of patients with its diseases.",
        """
        label
        disease
        question
        option
        authority
        in_force_from:date = not printed
        in_force_until:date = still in force
        part:integer
        n_words:integer
        fact
        need
        asked = the need has no word
        amount:decimal = the need has no amount
        """,
    ),
    declare(
        "questions", "knowledge", "question", "Each question that labels, or trials, ask of patients with a disease, once.",
        """
        question
        disease
        need
        asked = the need has no word
        amount:decimal = the need has no amount
        """,
    ),
)  # fmt: skip

ENDPOINTS = (
    declare(
        "endpoints", "knowledge", "endpoint", "Endpoints that are times: what starts the clock and where it is cut.",
        """
        endpoint
        starts
        censored_at
        whole_course:boolean
        least_depth:integer = no response starts the clock or ends it
        longest_gap_days:integer = an event counts however long after the last assessment
        """,
    ),
    declare(
        "endpoint_events", "knowledge", "endpoint event", "What ends the wait for each endpoint.",
        """
        endpoint
        event
        role
        place:integer
        """,
    ),
    declare(
        "mrd_rules", "knowledge", "criterion", "How far apart two negative MRD tests must lie to be sustained.",
        """
        criterion
        sustained_months:integer
        """,
    ),
    declare("mrd_sensitivities", "knowledge", "sensitivity", "Sensitivities of MRD tests that suffice.", "sensitivity"),
    declare(
        "age_groups", "knowledge", "age_group", "Groups by age in whole years.",
        """
        age_group
        from_age:integer
        below:integer = no upper end
        """,
    ),
)  # fmt: skip

DERIVED = (
    declare(
        "issues", "derived", "patient table row column problem", "What could not be used, and what was done with it.",
        """
        patient = concerns no one patient
        table
        row
        column
        found = nothing was there
        problem
        treated_as
        """,
    ),
    declare(
        "lines", "derived", "patient line", "Lines of therapy, and why each was opened.",
        """
        patient
        line:integer
        started_on:date
        ended_on:date = no last day of therapy can be told
        regimen = no regimen of knowledge has this composition
        drugs = a transplant alone
        opened_by
        n_transplants:integer
        because
        """,
    ),
    declare(
        "responses", "derived", "patient line assessed_on", "The category met at each assessment.",
        """
        patient
        line:integer
        assessed_on:date
        response
        confirmed:boolean
        confirmed_on:date = not confirmed
        because
        """,
    ),
    declare(
        "best_responses", "derived", "patient line", "The best confirmed category of each line.",
        """
        patient
        line:integer
        best
        achieved_on:date = nothing evaluable
        unconfirmed = no better category was seen once
        because
        """,
    ),
    declare(
        "progressions", "derived", "patient line progressed_on", "Progression, suspected and confirmed.",
        """
        patient
        line:integer
        progressed_on:date
        confirmed_on:date = not confirmed
        criterion
        reference_on:date = the criterion has no reference value
        reference_value:decimal = the criterion has no reference value
        value:decimal = the criterion has no value
        because
        """,
    ),
    declare(
        "refractoriness", "derived", "patient drug", "Drugs the disease is refractory to, and since when.",
        """
        patient
        drug
        drug_class
        line:integer
        since:date
        reason
        because
        """,
    ),
    declare(
        "status", "derived", "patient", "Where the patient stands.",
        """
        patient
        as_of:date = the record holds no date
        n_lines:integer
        state
        refractory_drugs = none shown
        refractory_classes = none shown
        refractory_tier
        triple_class_refractory:boolean
        because
        """,
    ),
    declare(
        "staging", "derived", "patient system", "Stages at diagnosis, by system.",
        """
        patient
        system
        assessed_on:date
        stage
        because
        """,
    ),
    declare(
        "interferences", "derived", "patient line drug assessed_on",
        "Where a therapeutic antibody may pass for the patient's M-protein.",
        """
        patient
        line:integer
        drug
        assessed_on:date
        interference
        settled_by
        because
        """,
    ),
    declare(
        "clinical_relapses", "derived", "patient line relapsed_on criterion",
        "Signs of clinical relapse; not progression, and attribution is the clinician's.",
        """
        patient
        line:integer
        relapsed_on:date
        criterion
        reference_value:decimal = the criterion has no reference value
        value:decimal = the criterion has no value
        because
        """,
    ),
    declare(
        "toxicities", "derived", "patient term assessed_on",
        "Grades of adverse events that measurements tell.",
        """
        patient
        term
        assessed_on:date
        grade:integer = unknown: a limit of normal, a baseline or another value is missing
        grade_at_most:integer
        edition
        because
        """,
    ),
    declare(
        "label_answers", "derived", "patient label part", "What each label asks, answered for this patient.",
        """
        patient
        label
        part:integer
        need
        asked
        met:boolean = unknown
        missing = nothing is missing
        because
        """,
    ),
    declare(
        "options", "derived", "patient option", "What is left, and why.",
        """
        patient
        option
        verdict
        practice
        if_settled = nothing is missing
        missing = nothing is missing
        because
        """,
    ),
    declare(
        "doses", "derived", "patient cycle day drug route", "Dated doses.",
        """
        patient
        cycle:integer
        day:integer
        drug
        on:date
        amount:decimal = the source prints none, or weight or height is missing
        unit = the source prints no dose
        route = the source prints none
        note = nothing to add
        because
        """,
    ),
)  # fmt: skip

OUTCOMES = (
    declare(
        "endpoint_times", "derived", "patient line endpoint", "How long each line waited for each endpoint.",
        """
        patient
        line:integer
        endpoint
        started_on:date
        ended_on:date = died, by the record, before the clock started
        days:integer = died, by the record, before the clock started
        ends_as
        event = the time was cut without an event
        censored_because = an event ended the wait
        observed_from:date = nothing was measured or found
        because
        """,
    ),
    declare(
        "outcome_groups", "derived", "patient line grouping", "The groups to which each line belonged when it opened.",
        """
        patient
        line:integer
        grouping
        value
        because
        """,
    ),
    declare(
        "shown_responses", "derived", "patient line assessed_on", "Responses shown, and since when that was known.",
        """
        patient
        line:integer
        assessed_on:date
        depth:integer
        known_on:date
        because
        """,
    ),
    declare(
        "response_outcomes", "derived", "patient line", "The best response of every line, not evaluable among them.",
        """
        patient
        line:integer
        best
        depth:integer
        evaluable:boolean
        unconfirmed = no better category was seen once
        achieved_on:date = nothing evaluable
        days:integer = nothing evaluable
        because
        """,
    ),
    declare(
        "mrd_tests", "derived", "patient line tested_on", "Tests of minimal residual disease by line.",
        """
        patient
        line:integer
        tested_on:date
        positive:boolean
        sufficient:boolean = the sensitivity was not recorded
        because
        """,
    ),
    declare(
        "mrd_outcomes", "derived", "patient line", "Minimal residual disease of every line.",
        """
        patient
        line:integer
        n_tests:integer
        negative:boolean = not tested, or not known to be sensitive enough
        negative_on:date = never negative by a test sensitive enough
        sustained:boolean = not tested, or not tested again long enough after
        sustained_from:date = not sustained, or not shown
        sustained_on:date = not sustained, or not shown
        because
        """,
    ),
    declare(
        "best_changes", "derived", "patient line marker", "How far each followed marker came down at best in each line.",
        """
        patient
        line:integer
        marker
        baseline_on:date
        baseline:decimal
        best_on:date = no usable value after the baseline
        best:decimal = no usable value after the baseline
        percent_change:decimal = no usable value after the baseline
        decides:boolean
        because
        """,
    ),
    declare(
        "line_steps", "derived", "patient line", "The classes with which each line opened, and what came after it.",
        """
        patient
        line:integer
        classes = a transplant with no drug but steroids
        ends_as
        followed_to:date
        because
        """,
    ),
    declare(
        "line_marks", "derived", "patient line mark marked_on", "What is marked in the picture of a course, by line.",
        """
        patient
        line:integer
        mark
        marked_on:date
        depth:integer = no response
        because
        """,
    ),
)  # fmt: skip

TRIALS = (
    declare(
        "trials", "knowledge", "trial disease", "Trials of each disease, and how far each was when that was last known.",
        """
        trial
        disease
        status
        status_on:date = the source names no day
        n_parts:integer
        fact = the record cites no status
        """,
    ),
    declare(
        "trial_needs", "knowledge", "trial disease part asked", "What each trial asks of patients with its diseases.",
        """
        trial
        disease
        question
        part:integer
        fact
        need
        asked = the need has no word
        amount:decimal = the need has no amount
        """,
    ),
)  # fmt: skip

TRIAL_ANSWERS = (
    declare(
        "trial_answers", "derived", "patient trial part", "What each trial asks, answered for this patient.",
        """
        patient
        trial
        part:integer
        need
        asked = the need has no operand
        met:boolean = unknown
        missing = nothing is missing
        because
        """,
    ),
    declare(
        "trials_open", "derived", "patient trial", "Which trials of the disease the patient could enter by what is known.",
        """
        patient
        trial
        entry
        status
        status_on:date = the source names no day
        n_met:integer
        n_not_met:integer
        n_unknown:integer
        missing = nothing is missing
        because
        """,
    ),
)  # fmt: skip

ARMS = (
    declare(
        "trial_arms", "knowledge", "trial arm disease", "Arms of which something is told, and after how many lines.",
        """
        trial
        arm
        disease
        cut
        evidence
        evidence_rank:integer
        n:integer = the source does not say
        n_in_trial:integer = the source does not say
        lines_at_least:integer = no such limit, or the source does not say
        lines_at_most:integer = no such limit, or the source does not say
        lines_fact = the source does not say after how many lines
        n_conditions:integer
        fact
        """,
    ),
    declare("option_arms", "knowledge", "option trial arm", "Which arms had which option.", "option\n trial\n arm"),
    declare("arm_drugs", "knowledge", "trial arm drug", "The drugs of arms that act on the disease.", "trial\n arm\n drug"),
    declare(
        "arm_shares", "knowledge", "trial arm property word", "What share of an arm had a property.",
        """
        trial
        arm
        property
        word
        percent:decimal
        percent_is_least:boolean
        fact
        """,
    ),
    declare(
        "arm_needs", "knowledge", "trial arm disease part asked", "What every patient of an arm had in common.",
        """
        trial
        arm
        disease
        part:integer
        asked = the need has no word
        question
        fact
        need
        amount:decimal = the need has no amount
        """,
    ),
    declare(
        "feature_findings", "knowledge", "feature finding value", "Which findings show a feature whose share trials tell.",
        """
        feature
        finding
        value
        fact = the finding is the feature
        """,
    ),
)  # fmt: skip

OPTION_TRIALS = (
    declare(
        "trial_differences", "derived", "patient trial arm difference about",
        "In what an arm of a trial differs from the patient, or may differ.",
        """
        patient
        trial
        arm
        difference
        about
        percent:decimal = the share is not told, or the difference is not one of shares
        percent_is_least:boolean = the share is not told, or the difference is not one of shares
        lines_at_least:integer = no such limit, or the difference is not one of lines
        lines_at_most:integer = no such limit, or the difference is not one of lines
        missing = nothing is missing
        because
        """,
    ),
    declare(
        "trial_nearness", "derived", "patient trial arm", "Arms of trials of the disease by how near their patients come.",
        """
        patient
        trial
        arm
        cut
        place:integer
        evidence
        n:integer = the source does not say
        n_differences:integer
        differences = none is known
        because
        """,
    ),
    declare(
        "option_trials", "derived", "patient option trial cut arm", "The trials of each option, the nearest first.",
        """
        patient
        option
        trial
        cut
        arm
        place:integer
        evidence
        n:integer = the source does not say
        n_differences:integer
        differences = none is known
        because
        """,
    ),
)  # fmt: skip

TABLES = {
    table.name: table
    for table in INPUTS + STAGES + KNOWLEDGE + ENDPOINTS + TRIALS + ARMS + DERIVED + OUTCOMES + TRIAL_ANSWERS + OPTION_TRIALS
}
