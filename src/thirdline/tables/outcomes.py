"""Endpoints as they are asked for, and what a cohort's outcomes are made of."""

from thirdline.tables.declared import declare

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
