"""What a record folder contains, in the contract's columns."""

from thirdline.tables.declared import declare

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
