"""Trials beside options: in what their patients differ from this one, which come nearest, and which arms had an option."""

from tests.spec.cases.cells import BORN, FIT, FOUR_GROUPS, PROTEASOME_INHIBITOR
from tests.spec.drawn import case

case(
    "a patient with as many prior lines as a trial took at most does not differ from it by lines, one line more does",
    """
    patients
    patient | born_on
    most    | 1960-01-01
    more    | 1960-01-01
    exposures
    patient | drug         | started_on | ended_on
    most    | melphalan    | 2020-01-01 | 2020-03-01
    most    | doxorubicin  | 2020-06-01 | 2020-07-01
    most    | vincristine  | 2020-10-01 | 2020-11-01
    more    | melphalan    | 2020-01-01 | 2020-03-01
    more    | doxorubicin  | 2020-06-01 | 2020-07-01
    more    | vincristine  | 2020-10-01 | 2020-11-01
    more    | bendamustine | 2021-01-01 | 2021-02-01
    measurements
    patient | analyte              | measured_on | value | unit
    most    | creatinine_clearance | 2021-02-01  | 20    | mL/min
    more    | creatinine_clearance | 2021-02-01  | 20    | mL/min
    findings
    patient | kind | found_on   | value
    most    | ecog | 2021-02-01 | 2
    more    | ecog | 2021-02-01 | 2
    """,
    """
    trial_differences
    patient | trial  | arm          | difference       | about       | lines_at_least | lines_at_most
    more    | boston | experimental | more_prior_lines | prior_lines | 1              | 3
    trial_nearness
    patient | trial  | arm          | cut          | evidence   | n   | n_differences | differences
    more    | boston | experimental | primary-2020 | randomised | 195 | 1             | more_prior_lines prior_lines 1-3
    most    | boston | experimental | primary-2020 | randomised | 195 | 0             |
    """,
)
case(
    "a patient with as many prior lines as a trial took at least does not differ from it by lines, one line fewer does",
    """
    exposures
    patient | drug        | started_on | ended_on
    least   | melphalan   | 2020-01-01 | 2020-03-01
    least   | doxorubicin | 2020-06-01 | 2020-07-01
    fewer   | melphalan   | 2020-01-01 | 2020-03-01
    """,
    """
    trial_differences
    patient | trial         | arm | difference          | about       | lines_at_least | lines_at_most
    fewer   | gen501-sirius | all | conditions_not_told | conditions  |                |
    fewer   | gen501-sirius | all | fewer_prior_lines   | prior_lines | 2              | 14
    least   | gen501-sirius | all | conditions_not_told | conditions  |                |
    """,
)
case(
    "a trial open above, and one that does not tell its lines, are not told as if they had a limit",
    """
    patients
    patient | born_on
    p       | 1960-01-01
    exposures
    drug         | started_on | ended_on
    melphalan    | 2020-01-01 | 2020-03-01
    doxorubicin  | 2020-06-01 | 2020-07-01
    vincristine  | 2020-10-01 | 2020-11-01
    bendamustine | 2021-01-01 | 2021-02-01
    """,
    """
    trial_nearness
    trial                    | arm          | n_differences | differences
    legend-2                 | all          | 2             | conditions_not_told conditions; prior_lines_not_told prior_lines
    lepus                    | experimental | 1             | condition_unknown ecog_at_most 2
    single-agents-slide-2020 | belantamab   | 2             | conditions_not_told conditions; prior_lines_not_told prior_lines
    single-agents-slide-2020 | carfilzomib  | 2             | conditions_not_told conditions; prior_lines_not_told prior_lines
    single-agents-slide-2020 | daratumumab  | 2             | conditions_not_told conditions; prior_lines_not_told prior_lines
    single-agents-slide-2020 | pomalidomide | 2             | conditions_not_told conditions; prior_lines_not_told prior_lines
    single-agents-slide-2020 | selinexor    | 2             | conditions_not_told conditions; prior_lines_not_told prior_lines
    """,
)
case(
    "refractory to a class: the share of the arm that was so too, or the least it can be; none where the whole arm was, or not told",
    BORN + FOUR_GROUPS + FIT,
    """
    trial_differences
    trial    | arm          | difference             | about                            | percent | percent_is_least
    boston   | experimental | condition_unknown      | creatinine_clearance_at_least 20 |         |
    boston   | experimental | condition_unknown      | ecog_at_most 2                   |         |
    boston   | experimental | more_prior_lines       | prior_lines                      |         |
    boston   | experimental | refractory_to_class    | immunomodulator                  |         |
    boston   | experimental | refractory_to_class    | proteasome_inhibitor             |         |
    boston   | experimental | refractory_to_its_drug | bortezomib                       |         |
    candor   | experimental | condition_unknown      | creatinine_clearance_at_least 20 |         |
    candor   | experimental | condition_unknown      | ecog_at_most 2                   |         |
    candor   | experimental | more_prior_lines       | prior_lines                      |         |
    candor   | experimental | refractory_to_class    | immunomodulator                  | 31.7    | true
    candor   | experimental | refractory_to_class    | proteasome_inhibitor             | 28.2    | true
    candor   | experimental | refractory_to_its_drug | carfilzomib                      |         |
    dreamm-2 | high         | condition_not_met      | exposed_to_class anti_cd38       |         |
    dreamm-2 | high         | condition_not_met      | refractory_to_class anti_cd38    |         |
    dreamm-2 | low          | condition_not_met      | exposed_to_class anti_cd38       |         |
    dreamm-2 | low          | condition_not_met      | refractory_to_class anti_cd38    |         |
    icaria-mm | experimental | condition_unknown     | creatinine_clearance_at_least 30 |         |
    icaria-mm | experimental | condition_unknown     | ecog_at_most 2                   |         |
    icaria-mm | experimental | refractory_to_class   | immunomodulator                  | 95.5    | false
    icaria-mm | experimental | refractory_to_class   | proteasome_inhibitor             | 76.6    | false
    icaria-mm | experimental | refractory_to_its_drug | pomalidomide                    |         |
    """,
)
case(
    "what is said of two classes at once is the least of each; of one class only, it is not the share of the class",
    PROTEASOME_INHIBITOR,
    """
    trial_differences
    trial    | arm | difference          | about                | percent | percent_is_least
    equuleus | dpd | conditions_not_told | conditions           |         |
    equuleus | dpd | refractory_to_class | proteasome_inhibitor | 71      | true
    """,
)
case(
    "features of the disease: the share of the trial that had them, where the patient shows them",
    """
    exposures
    patient | drug      | started_on | ended_on
    absent  | melphalan | 2020-01-01 | 2020-03-01
    both    | melphalan | 2020-01-01 | 2020-03-01
    t_14_16 | melphalan | 2020-01-01 | 2020-03-01
    t_4_14  | melphalan | 2020-01-01 | 2020-03-01
    unknown | melphalan | 2020-01-01 | 2020-03-01
    findings
    patient | kind                   | found_on   | value
    absent  | extramedullary_disease | 2020-02-01 | absent
    absent  | del_17p                | 2020-02-01 | absent
    both    | extramedullary_disease | 2020-02-01 | present
    both    | del_17p                | 2020-02-01 | present
    t_14_16 | t_14_16                | 2020-02-01 | present
    t_4_14  | t_4_14                 | 2020-02-01 | present
    """,
    """
    trial_differences
    patient | trial    | arm | difference          | about                  | percent | percent_is_least
    absent  | equuleus | dpd | conditions_not_told | conditions             |         |
    both    | equuleus | dpd | conditions_not_told | conditions             |         |
    both    | equuleus | dpd | feature             | extramedullary_disease |         |
    both    | equuleus | dpd | feature             | high_risk_cytogenetics | 25      | false
    t_14_16 | equuleus | dpd | conditions_not_told | conditions             |         |
    t_14_16 | equuleus | dpd | feature             | high_risk_cytogenetics | 25      | false
    t_4_14  | equuleus | dpd | conditions_not_told | conditions             |         |
    t_4_14  | equuleus | dpd | feature             | high_risk_cytogenetics | 25      | false
    unknown | equuleus | dpd | conditions_not_told | conditions             |         |
    """,
)
case(
    "at as many differences the larger trial is nearer, and one compared by chance before one that is not; an unknown is one",
    BORN
    + PROTEASOME_INHIBITOR
    + """
    findings
    kind                   | found_on   | value
    contraindication       | 2030-12-01 | none
    plasma_cell_leukaemia  | 2030-12-01 | absent
    extramedullary_disease | 2030-12-01 | absent
    ecog                   | 2030-12-01 | 1
    measurements
    analyte              | measured_on | value | unit
    creatinine_clearance | 2030-12-01  | 50    | mL/min
    """,
    """
    option_trials
    option | place | trial                | arm          | cut           | evidence   | n   | n_differences
    drd    | 1     | pollux               | experimental | update-2020   | randomised | 286 | 1
    drd    | 2     | van-beurden-tan-2017 | drd          | 2017          | pool       |     | 3
    krd    | 1     | aspire               | experimental | final-os-2018 | randomised | 396 | 1
    krd    | 2     | arrow-2              | experimental | primary-2024  | randomised | 228 | 1
    """,
)
case(
    "a clearance just below what a trial asks, or not recorded, puts it behind",
    """
    patients
    patient | born_on
    below   | 1968-01-01
    untold  | 1968-01-01
    exposures
    patient | drug       | started_on | ended_on   | stopped_because
    below   | bortezomib | 2028-01-01 | 2028-06-01 | progression
    untold  | bortezomib | 2028-01-01 | 2028-06-01 | progression
    findings
    patient | kind                   | found_on   | value
    below   | contraindication       | 2030-12-01 | none
    below   | plasma_cell_leukaemia  | 2030-12-01 | absent
    below   | extramedullary_disease | 2030-12-01 | absent
    below   | ecog                   | 2030-12-01 | 1
    untold  | contraindication       | 2030-12-01 | none
    untold  | plasma_cell_leukaemia  | 2030-12-01 | absent
    untold  | extramedullary_disease | 2030-12-01 | absent
    untold  | ecog                   | 2030-12-01 | 1
    measurements
    patient | analyte              | measured_on | value | unit
    below   | creatinine_clearance | 2030-12-01  | 49    | mL/min
    """,
    """
    option_trials
    patient | option | place | trial   | n_differences | differences
    below   | krd    | 1     | arrow-2 | 1             | refractory_to_class proteasome_inhibitor
    below   | krd    | 2     | aspire  | 2             | condition_not_met creatinine_clearance_at_least 50; refractory_to_class proteasome_inhibitor
    untold  | krd    | 1     | arrow-2 | 1             | refractory_to_class proteasome_inhibitor
    untold  | krd    | 2     | aspire  | 2             | condition_unknown creatinine_clearance_at_least 50; refractory_to_class proteasome_inhibitor
    """,
)
case(
    "an approach is tried by arms with one of its drugs, but not by what only makes room for a cell product",
    BORN + FOUR_GROUPS + FIT,
    """
    option_trials
    option             | place | trial                       | arm          | evidence
    alkylator-based    | 1     | bortezomib-retreatment-2014 | vmp          | case_series
    alkylator-based    | 2     | bortezomib-retreatment-2014 | vcd          | case_series
    belantamab         | 1     | dreamm-2                    | high         | single_arm
    belantamab         | 2     | dreamm-2                    | low          | single_arm
    belantamab         | 3     | dreamm-1                    | expansion    | single_arm
    belantamab         | 4     | dreamm-3                    | experimental | randomised
    belantamab         | 5     | single-agents-slide-2020    | belantamab   | cohort
    panobinostat-based | 1     | panorama-1                  | experimental | randomised
    """,
)
