"""The contracts of the tables that schedules read and pass through, in the manner of `tables`.

Question answered: what may a request for doses hold, and what does knowledge bring to it? `doses` itself, the
result, stands in `tables`.
"""

from __future__ import annotations

from thirdline.tables import declare

REQUESTS = (
    declare(
        "dose_requests", "request", "patient", "What doses are asked for, and what is known of the patient at the start.",
        """
        patient
        regimen
        schedule = the regimen's first
        started_on:date
        weight_kg:decimal = not known
        height_cm:decimal = not known
        age_years:integer = not known
        creatinine_clearance:decimal = not known (mL/min)
        bmi:decimal = not known (kg/m2)
        bilirubin_times_uln:decimal = not known
        authority = none chosen; rules that disagree change nothing
        n_cycles:integer = the schedule's own number
        """,
    ),
)  # fmt: skip

KNOWLEDGE = (
    declare(
        "regimen_schedules", "knowledge", "regimen schedule", "The ways in which each regimen is given.",
        """
        regimen
        schedule
        place:integer
        start_day:integer
        cycle_days:integer
        n_cycles:integer = goes on
        later_cycle_days:integer = cycles keep their length
        later_from_cycle:integer = cycles keep their length
        """,
    ),
    declare(
        "regimen_doses", "knowledge", "regimen schedule item", "The doses of each schedule.",
        """
        regimen
        schedule
        item
        drug
        amount:decimal = the source prints none
        unit
        per = not by body size
        given_unit
        route
        continuous:boolean
        from_cycle:integer
        to_cycle:integer = goes on
        at_most:decimal = not limited
        at_most_note = not limited
        note = nothing to add
        fact
        """,
    ),
    declare(
        "regimen_dose_days", "knowledge", "regimen schedule item day", "The days of the cycle on which each dose is given.",
        """
        regimen
        schedule
        item
        day:integer
        first_of_item:integer
        """,
    ),
    declare(
        "premedications", "knowledge", "regimen schedule item", "What is given before a drug of the schedule.",
        """
        regimen
        schedule
        item
        before_drug
        drug
        first_dose_only:boolean
        amount:decimal = the source prints none
        unit = the source prints none
        per = not by body size
        given_unit = the source prints none
        route = the source prints none
        note
        fact
        """,
    ),
    declare(
        "dose_caps", "knowledge", "regimen schedule drug", "The largest body surface (m2) on which a dose is calculated.",
        """
        regimen
        schedule
        drug
        body_surface_at_most:decimal
        note
        fact
        """,
    ),
    declare(
        "dose_adjustments", "knowledge", "adjustment regimen band", "Doses by age, kidney function and the like.",
        """
        adjustment
        regimen
        band:integer
        drug
        authority
        authority_name
        quantity
        at_least:decimal = no such limit
        more_than:decimal = no such limit
        below:decimal = no such limit
        at_most:decimal = no such limit
        instead_of:decimal = whatever the dose
        amount:decimal
        unit
        every_days:integer = on the days of the schedule
        says
        says_unchanged
        says_open
        says_missing
        says_value
        fact
        """,
    ),
    declare(
        "body_surface_rules", "knowledge", "criterion", "How body surface is calculated from height (cm) and weight (kg).",
        """
        criterion
        divisor:decimal
        says_value
        fact
        """,
    ),
    declare("cycle_numbers", "knowledge", "cycle", "The numbers of cycles.", "cycle:integer"),
    declare(
        "dose_phrases", "knowledge", "language", "What notes say, in the language of the request.",
        """
        language
        weight_missing
        height_missing
        amount_missing
        rules_differ
        square_metres
        decimal_mark
        """,
    ),
)  # fmt: skip

STAGES = (
    declare(
        "dose_items", "stage", "patient item", "The doses and premedications of the schedule asked for.",
        """
        patient
        regimen
        schedule
        item
        drug
        before_drug = a dose, not a premedication
        first_dose_only:boolean
        amount:decimal = the source prints none
        unit = the source prints none
        per = not by body size
        given_unit = the source prints none
        route = the source prints none
        continuous:boolean
        from_cycle:integer = goes with its drug
        to_cycle:integer = goes on, or goes with its drug
        at_most:decimal = not limited
        at_most_note = not limited
        note = nothing to add
        fact
        """,
    ),
    declare(
        "dose_days", "stage", "patient item cycle day", "The dates of each dose, before any is left out.",
        """
        patient
        item
        cycle:integer
        day:integer
        given_on:date
        days_into_item:integer
        """,
    ),
    declare(
        "adjustment_outcomes", "stage", "patient item adjustment", "What each rule makes of each dose.",
        """
        patient
        item
        adjustment
        authority
        authority_name
        quantity
        value:decimal = not known
        amount:decimal = the dose stays
        every_days:integer = on the days of the schedule
        fact
        left_open:boolean
        outcome
        says_value = the quantity is not known
        says
        says_missing
        """,
    ),
    declare(
        "adjusted_doses", "stage", "patient item", "What each dose becomes by those rules.",
        """
        patient
        item
        amount:decimal = the source prints none
        every_days:integer = on the days of the schedule
        note = nothing to add
        because = no rule was weighed
        """,
    ),
    declare(
        "sized_doses", "stage", "patient item", "How much each dose is for this patient.",
        """
        patient
        item
        every_days:integer = on the days of the schedule
        amount:decimal = the source prints none
        unit = the source prints none
        note = nothing to add
        because
        """,
    ),
)  # fmt: skip
