"""The closed vocabularies of derived tables, and the plain words that may stand in `because`."""

from __future__ import annotations

WORDS = {
    "a followed marker is missing",
    "charted, not derived",
    "confirmed by",
    "no albumin of that day",
    "no assessment of this line can be evaluated",
    "no baseline",
    "no end recorded, given until the last date of the record",
    "no end recorded, given until the next line",
    "no followed marker was read",
    "no limit of normal",
    "no limit of normal at baseline",
    "no lower limit of normal",
    "no serum M-protein in numbers under the antibody",
    "no test in this line",
    "no upper limit of normal",
    "not known to be an adult",
    "not staged at diagnosis",
    "reported by the investigator, not derived",
    "reported, not derived",
    "seen once",
    "signs that no laboratory sees could make it worse",
}

MARKERS = {"serum_m_protein", "urine_m_protein", "flc_difference", "bone_marrow", "lesion", "circulating_plasma_cells"}
RESPONSES = {"sCR", "CR", "VGPR", "PR", "MR", "SD", "PD", "NE"}
VOCABULARIES: dict[tuple[str, str], set[str | None]] = {
    ("lines", "opened_by"): {
        "first", "changed_regimen", "added_drug", "substituted_drug", "restarted", "progression", "transplant",
    },
    ("responses", "response"): {*RESPONSES},
    ("best_responses", "best"): {*RESPONSES},
    ("best_responses", "unconfirmed"): {None, *RESPONSES - {"NE", "PD", "SD"}},
    ("progressions", "criterion"): {*MARKERS, "clinical"},
    ("refractoriness", "reason"): {"no_response", "progressed_on_therapy", "progressed_within_window"},
    ("status", "state"): {
        "newly_diagnosed", "responding", "stable", "primary_refractory", "relapsed", "relapsed_refractory", "refractory",
        "progression_suspected", "unknown",
    },
    ("status", "refractory_tier"): {"none", "single", "double", "triple", "tetra", "penta"},
    ("interferences", "interference"): {"suspected", "possible"},
    ("clinical_relapses", "criterion"): {"calcium", "haemoglobin", "creatinine", "new_bone_lesion"},
    ("options", "verdict"): {"recommended", "alternative", "excluded", "unknown"},
    ("options", "if_settled"): {None, "recommended", "alternative"},
    ("endpoint_times", "ends_as"): {"event", "competing", "censored", "left_out"},
    ("endpoint_times", "event"): {
        None, "progression", "death", "next_line", "response", "mrd_negative", "mrd_positive",
    },
    ("endpoint_times", "censored_because"): {
        None, "last_assessment", "no_assessment", "new_therapy", "gap_in_assessment", "last_seen", "last_mrd_test",
        "died_before_start",
    },
    ("response_outcomes", "best"): {*RESPONSES},
    ("response_outcomes", "unconfirmed"): {None, *RESPONSES - {"NE", "PD", "SD"}},
    ("best_changes", "marker"): {*MARKERS},
    ("line_steps", "ends_as"): {"next_line", "death", "no_end_recorded", "ended"},
    ("line_marks", "mark"): {"response", "progression", "transplant", "death"},
    ("trial_differences", "difference"): {
        "more_prior_lines", "fewer_prior_lines", "prior_lines_not_told", "refractory_to_class", "feature", "condition_not_met",
        "condition_unknown", "conditions_not_told", "refractory_to_its_drug",
    },
    ("trial_nearness", "evidence"): {"randomised", "single_arm", "cohort", "case_series", "pool"},
    ("option_trials", "evidence"): {"randomised", "single_arm", "cohort", "case_series", "pool"},
    ("issues", "problem"): {"suspect_zero"},
    ("issues", "treated_as"): {"not used"},
}  # fmt: skip
