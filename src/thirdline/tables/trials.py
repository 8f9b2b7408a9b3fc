"""Trials, whom they take and took, and how near a patient stands."""

from thirdline.tables.declared import declare

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
