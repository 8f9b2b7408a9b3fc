"""Intermediate tables that a derivation looks back at, or that several layers read."""

from thirdline.tables.declared import declare

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
