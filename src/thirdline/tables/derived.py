"""What a derivation of the same name must return: the course, the options, the schedule."""

from thirdline.tables.declared import declare

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
