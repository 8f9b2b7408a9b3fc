"""What is left: contraindications, preconditions, the footnote on del(17p), and what a label opens."""

from tests.spec.cases.cells import BORN, FIT, FOUR_GROUPS, IMMUNOMODULATOR, PROTEASOME_INHIBITOR, UNFIT
from tests.spec.drawn import case

case(
    "a contraindication excludes the options that hold the drug and makes the patient one with contraindications",
    PROTEASOME_INHIBITOR
    + """
    findings
    kind                   | found_on   | value
    contraindication       | 2028-06-01 | carfilzomib
    plasma_cell_leukaemia  | 2028-06-01 | absent
    extramedullary_disease | 2028-06-01 | absent
    """,
    """
    options
    option | verdict     | missing
    dd     | alternative |
    isakd  | excluded    |
    kd     | excluded    |
    pd     | alternative |
    rd     | recommended |
    """,
)
case(
    "a contraindication to a class excludes the options that hold any drug of it",
    PROTEASOME_INHIBITOR
    + """
    findings
    kind                   | found_on   | value
    contraindication       | 2028-06-01 | immunomodulator
    plasma_cell_leukaemia  | 2028-06-01 | absent
    extramedullary_disease | 2028-06-01 | absent
    """,
    """
    options
    option | verdict
    dd     | alternative
    isakd  | alternative
    kd     | alternative
    pd     | excluded
    rd     | excluded
    """,
)
case(
    "a contraindication stays one, though a later entry says there is none",
    PROTEASOME_INHIBITOR
    + """
    findings
    kind                   | found_on   | value
    contraindication       | 2028-05-01 | dexamethasone
    contraindication       | 2028-06-01 | none
    plasma_cell_leukaemia  | 2028-06-01 | absent
    extramedullary_disease | 2028-06-01 | absent
    """,
    """
    options
    option | verdict
    dd     | excluded
    isakd  | excluded
    kd     | excluded
    pd     | excluded
    rd     | excluded
    """,
)
case(
    "where a precondition is not met the practice says nothing, whatever its cell holds",
    PROTEASOME_INHIBITOR
    + """
    findings
    kind                   | found_on   | value
    contraindication       | 2028-06-01 | none
    plasma_cell_leukaemia  | 2028-06-01 | absent
    extramedullary_disease | 2028-06-01 | present
    """,
    """
    options
    option | verdict     | if_settled  | missing
    drd    | unknown     | recommended | the practice does not cover extramedullary_disease
    elord  | unknown     | alternative | the practice does not cover extramedullary_disease
    isakd  | alternative |             |
    krd    | unknown     | alternative | the practice does not cover extramedullary_disease
    """,
)
case(
    "where a precondition is not recorded the options are unknown until it is",
    PROTEASOME_INHIBITOR
    + """
    findings
    kind                   | found_on   | value
    contraindication       | 2028-06-01 | none
    extramedullary_disease | 2028-06-01 | absent
    """,
    """
    options
    option | verdict     | if_settled  | missing
    drd    | unknown     | recommended | plasma_cell_leukaemia
    elord  | unknown     | alternative | plasma_cell_leukaemia
    isakd  | alternative |             |
    krd    | unknown     | alternative | plasma_cell_leukaemia
    """,
)
case(
    "a precondition is read from the latest finding, the lesion that is gone no longer counts",
    PROTEASOME_INHIBITOR
    + """
    findings
    kind                   | found_on   | value
    contraindication       | 2028-06-01 | none
    plasma_cell_leukaemia  | 2028-06-01 | absent
    extramedullary_disease | 2028-01-01 | present
    extramedullary_disease | 2028-06-01 | absent
    """,
    """
    options
    option | verdict
    drd    | recommended
    elord  | alternative
    isakd  | alternative
    krd    | alternative
    """,
)

AFTER_DARATUMUMAB = """
    exposures
    drug         | started_on | ended_on   | stopped_because
    lenalidomide | 2028-01-01 | 2028-06-01 | progression
    daratumumab  | 2028-07-01 | 2028-12-01 | progression
"""
case(
    "with del(17p) and daratumumab failed, the option with elotuzumab is recommended in place of the marked one",
    AFTER_DARATUMUMAB
    + """
    findings
    kind                   | found_on   | value
    contraindication       | 2028-12-01 | none
    plasma_cell_leukaemia  | 2028-12-01 | absent
    extramedullary_disease | 2028-12-01 | absent
    del_17p                | 2027-12-01 | present
    """,
    """
    options
    option | verdict     | missing
    dpd    | excluded    |
    dvd    | excluded    |
    elopd  | recommended |
    isakd  | alternative |
    kpd    | alternative |
    pcd    | alternative |
    pvd    | alternative |
    vcd    | alternative |
    """,
)
case(
    "without del(17p) elotuzumab stays within brackets, though daratumumab failed",
    AFTER_DARATUMUMAB
    + """
    findings
    kind                   | found_on   | value
    contraindication       | 2028-12-01 | none
    plasma_cell_leukaemia  | 2028-12-01 | absent
    extramedullary_disease | 2028-12-01 | absent
    del_17p                | 2027-12-01 | absent
    """,
    """
    options
    option | verdict     | missing
    dpd    | excluded    |
    dvd    | excluded    |
    elopd  | alternative |
    isakd  | alternative |
    kpd    | alternative |
    pcd    | alternative |
    pvd    | alternative |
    vcd    | alternative |
    """,
)
case(
    "where del(17p) was not looked for, the option with elotuzumab waits for it",
    AFTER_DARATUMUMAB
    + """
    findings
    kind                   | found_on   | value
    contraindication       | 2028-12-01 | none
    plasma_cell_leukaemia  | 2028-12-01 | absent
    extramedullary_disease | 2028-12-01 | absent
    """,
    """
    options
    option | verdict     | if_settled  | missing
    dpd    | excluded    |             |
    dvd    | excluded    |             |
    elopd  | unknown     | recommended | del_17p
    isakd  | alternative |             |
    kpd    | alternative |             |
    pcd    | alternative |             |
    pvd    | alternative |             |
    vcd    | alternative |             |
    """,
)
case(
    "with del(17p) and daratumumab not failed, elotuzumab stays within brackets",
    IMMUNOMODULATOR
    + """
    findings
    kind                   | found_on   | value
    contraindication       | 2028-06-01 | none
    plasma_cell_leukaemia  | 2028-06-01 | absent
    extramedullary_disease | 2028-06-01 | absent
    del_17p                | 2027-12-01 | present
    """,
    """
    options
    option | verdict
    dpd    | alternative
    dvd    | recommended
    elopd  | alternative
    isakd  | alternative
    kpd    | alternative
    pcd    | alternative
    pvd    | alternative
    vcd    | alternative
    """,
)
case(
    "where the daratumumab line cannot be evaluated, its options and the footnote wait for that too",
    """
    exposures
    drug         | started_on | ended_on   | stopped_because
    lenalidomide | 2028-01-01 | 2028-06-01 | progression
    daratumumab  | 2028-07-01 | 2028-12-01 |
    findings
    kind                   | found_on   | value
    contraindication       | 2028-12-01 | none
    plasma_cell_leukaemia  | 2028-12-01 | absent
    extramedullary_disease | 2028-12-01 | absent
    del_17p                | 2027-12-01 | present
    """,
    """
    options
    option | verdict     | if_settled  | missing
    dpd    | unknown     | alternative | refractoriness to daratumumab
    dvd    | unknown     | recommended | refractoriness to daratumumab
    elopd  | unknown     | recommended | refractoriness to daratumumab
    isakd  | alternative |             |
    kpd    | alternative |             |
    pcd    | alternative |             |
    pvd    | alternative |             |
    vcd    | alternative |             |
    """,
)
case(
    "outside brackets the option with elotuzumab needs no footnote, and does not wait for del(17p)",
    """
    exposures
    drug         | started_on | ended_on   | stopped_because
    lenalidomide | 2028-01-01 | 2028-06-01 | progression
    bortezomib   | 2028-07-01 | 2028-12-01 | progression
    carfilzomib  | 2029-01-01 | 2029-06-01 | progression
    daratumumab  | 2029-07-01 | 2029-12-01 | progression
    findings
    kind                   | found_on   | value
    contraindication       | 2029-12-01 | none
    plasma_cell_leukaemia  | 2029-12-01 | absent
    extramedullary_disease | 2029-12-01 | absent
    """,
    """
    options
    option                    | verdict     | missing
    ciltacabtagene-autoleucel | unknown     | age_at_least
    dpcd                      | excluded    |
    dpd                       | excluded    |
    elopd                     | recommended |
    idecabtagene-vicleucel    | unknown     | age_at_least
    isapd                     | alternative |
    """,
)
case(
    "of four groups, an approach whose only drug failed is excluded and one with another drug left is not",
    BORN
    + FOUR_GROUPS
    + """
    doxorubicin  | 2030-01-01 | 2030-03-01 | progression
    melphalan    | 2030-04-01 | 2030-06-01 | progression
    panobinostat | 2030-07-01 | 2030-09-01 | progression
    """
    + FIT,
    """
    options
    option                    | verdict     | missing
    allogeneic-transplant     | recommended |
    alkylator-based           | recommended |
    anthracycline-based       | recommended |
    anti-pd1-based            | recommended |
    belantamab                | recommended |
    bendamustine-based        | recommended |
    car-t                     | recommended |
    ciltacabtagene-autoleucel | alternative |
    clinical-trial            | recommended |
    daratumumab-based         | recommended |
    isapd                     | excluded    |
    panobinostat-based        | excluded    |
    selinexor-based           | recommended |
    vend                      | recommended |
    venvd                     | excluded    |
    """,
)
case(
    "a contraindicated class bars an approach that has no other drug, and all alkylators bar the alkylators",
    BORN
    + FOUR_GROUPS
    + """
    findings
    kind                   | found_on   | value
    contraindication       | 2030-12-01 | alkylator
    contraindication       | 2030-11-01 | anti_cd38
    contraindication       | 2030-10-01 | nivolumab
    plasma_cell_leukaemia  | 2030-12-01 | absent
    extramedullary_disease | 2030-12-01 | absent
    """,
    """
    options
    option                    | verdict
    allogeneic-transplant     | recommended
    alkylator-based           | excluded
    anthracycline-based       | recommended
    anti-pd1-based            | recommended
    belantamab                | recommended
    bendamustine-based        | excluded
    car-t                     | recommended
    ciltacabtagene-autoleucel | excluded
    clinical-trial            | recommended
    daratumumab-based         | excluded
    isapd                     | excluded
    panobinostat-based        | recommended
    selinexor-based           | recommended
    vend                      | recommended
    venvd                     | excluded
    """,
)
case(
    "an approach is in doubt when the refractoriness to the only drug it could be given with is unknown",
    BORN
    + FOUR_GROUPS
    + """
    daratumumab  | 2030-01-01 | 2030-06-01 |
    melphalan    | 2030-08-01 | 2030-12-01 |
    """
    + FIT,
    """
    options
    option                    | verdict     | if_settled  | missing
    allogeneic-transplant     | recommended |             |
    alkylator-based           | recommended |             |
    anthracycline-based       | recommended |             |
    anti-pd1-based            | recommended |             |
    belantamab                | recommended |             |
    bendamustine-based        | recommended |             |
    car-t                     | recommended |             |
    ciltacabtagene-autoleucel | alternative |             |
    clinical-trial            | recommended |             |
    daratumumab-based         | unknown     | recommended | refractoriness to daratumumab
    idecabtagene-vicleucel    | alternative |             |
    isapd                     | excluded    |             |
    panobinostat-based        | recommended |             |
    selinexor-based           | recommended |             |
    vend                      | recommended |             |
    venvd                     | excluded    |             |
    """,
)
case(
    "what a label opens is an alternative with the label as its practice; a condition not met opens nothing",
    """
    exposures
    patient | drug         | started_on | ended_on   | stopped_because
    exposed | lenalidomide | 2028-01-01 | 2028-06-01 | completed
    exposed | bortezomib   | 2029-01-01 | 2029-06-01 | completed
    one     | bortezomib   | 2028-01-01 | 2028-06-01 | completed
    three   | bortezomib   | 2028-01-01 | 2028-06-01 | completed
    three   | doxorubicin  | 2028-08-01 | 2028-12-01 | completed
    three   | vincristine  | 2029-02-01 | 2029-06-01 | completed
    four    | bortezomib   | 2028-01-01 | 2028-06-01 | completed
    four    | doxorubicin  | 2028-08-01 | 2028-12-01 | completed
    four    | vincristine  | 2029-02-01 | 2029-06-01 | completed
    four    | melphalan    | 2029-08-01 | 2029-12-01 | completed
    findings
    patient | kind              | found_on   | value
    exposed | reported_response | 2028-03-01 | PR
    exposed | reported_response | 2028-05-01 | PR
    exposed | reported_response | 2029-03-01 | PR
    exposed | reported_response | 2029-05-01 | PR
    one     | reported_response | 2028-03-01 | PR
    one     | reported_response | 2028-05-01 | PR
    three   | reported_response | 2028-03-01 | PR
    three   | reported_response | 2028-05-01 | PR
    four    | reported_response | 2028-03-01 | PR
    four    | reported_response | 2028-05-01 | PR
    """,
    """
    options
    patient | option | verdict     | practice
    exposed | isakd  | alternative | isatuximab-kd-ru
    exposed | isapd  | alternative | isatuximab-pd-ru
    one     | isakd  | alternative | isatuximab-kd-ru
    three   | isakd  | alternative | isatuximab-kd-ru
    """,
)
case(
    "an option opened by several labels stands under one whose conditions are all met before one that waits",
    """
    patients
    patient | born_on
    p       | 1968-01-01
    exposures
    drug         | started_on | ended_on   | stopped_because
    lenalidomide | 2028-01-01 | 2028-06-01 | progression
    carfilzomib  | 2028-07-01 | 2028-12-01 |
    """,
    """
    options
    option                    | verdict     | practice                          | if_settled  | missing
    ciltacabtagene-autoleucel | alternative | ciltacabtagene-autoleucel-us-2024 |             |
    dpd                       | unknown     | refractory-myeloma-2020           | alternative | refractoriness to carfilzomib; contraindication; extramedullary_disease; plasma_cell_leukaemia
    dd                        | unknown     | refractory-myeloma-2020           | alternative | refractoriness to carfilzomib; contraindication; extramedullary_disease; plasma_cell_leukaemia
    dvd                       | unknown     | refractory-myeloma-2020           | recommended | refractoriness to carfilzomib; contraindication; extramedullary_disease; plasma_cell_leukaemia
    elopd                     | unknown     | refractory-myeloma-2020           | alternative | refractoriness to carfilzomib; contraindication; extramedullary_disease; plasma_cell_leukaemia
    isakd                     | unknown     | isatuximab-kd-ru                  | alternative | refractoriness to carfilzomib
    isapd                     | alternative | isatuximab-pd-ru                  |             |
    kd                        | unknown     | refractory-myeloma-2020           | alternative | refractoriness to carfilzomib; contraindication; extramedullary_disease; plasma_cell_leukaemia
    kpd                       | unknown     | refractory-myeloma-2020           | alternative | refractoriness to carfilzomib; contraindication; extramedullary_disease; plasma_cell_leukaemia
    pcd                       | unknown     | refractory-myeloma-2020           | alternative | refractoriness to carfilzomib; contraindication; extramedullary_disease; plasma_cell_leukaemia
    pd                        | unknown     | refractory-myeloma-2020           | alternative | refractoriness to carfilzomib; contraindication; extramedullary_disease; plasma_cell_leukaemia
    pvd                       | unknown     | refractory-myeloma-2020           | alternative | refractoriness to carfilzomib; contraindication; extramedullary_disease; plasma_cell_leukaemia
    vcd                       | unknown     | refractory-myeloma-2020           | alternative | refractoriness to carfilzomib; contraindication; extramedullary_disease; plasma_cell_leukaemia
    vd                        | unknown     | refractory-myeloma-2020           | recommended | refractoriness to carfilzomib; contraindication; extramedullary_disease; plasma_cell_leukaemia
    """,
)
case(
    "labels of the seeds open no option, though each of their conditions is met",
    """
    exposures
    drug        | started_on | ended_on   | stopped_because
    doxorubicin | 2028-01-01 | 2028-02-01 | completed
    doxorubicin | 2028-06-01 | 2028-07-01 | completed
    vincristine | 2028-09-01 | 2028-10-01 | completed
    melphalan   | 2029-01-01 | 2029-02-01 | completed
    busulfan    | 2029-06-01 | 2029-07-01 | completed
    """,
    """
    options
    (none)
    """,
)
case(
    "what a label opens is excluded when it holds a drug that failed",
    """
    exposures
    drug        | started_on | ended_on   | stopped_because
    carfilzomib | 2028-01-01 | 2028-06-01 | progression
    findings
    kind                   | found_on   | value
    contraindication       | 2028-06-01 | thalidomide
    plasma_cell_leukaemia  | 2028-06-01 | absent
    extramedullary_disease | 2028-06-01 | absent
    """,
    """
    options
    option | verdict     | practice
    dd     | alternative | refractory-myeloma-2020
    isakd  | excluded    | isatuximab-kd-ru
    kd     | excluded    | refractory-myeloma-2020
    pd     | alternative | refractory-myeloma-2020
    rd     | recommended | refractory-myeloma-2020
    """,
)
case(
    "an antibody of the same class as the one that failed is not barred, for refractoriness is to a drug",
    BORN
    + """
    exposures
    drug         | started_on | ended_on   | stopped_because
    lenalidomide | 2028-01-01 | 2028-06-01 | progression
    bortezomib   | 2028-07-01 | 2028-12-01 | progression
    daratumumab  | 2029-01-01 | 2029-06-01 | progression
    """
    + UNFIT,
    """
    options
    option                    | verdict     | practice
    ciltacabtagene-autoleucel | alternative | ciltacabtagene-autoleucel-eu-2024
    daratumumab               | excluded    | refractory-myeloma-2020
    idecabtagene-vicleucel    | alternative | idecabtagene-vicleucel-eu-2024
    isakd                     | alternative | isatuximab-kd-ru
    isapd                     | alternative | isatuximab-pd-ru
    kd                        | recommended | refractory-myeloma-2020
    pd                        | recommended | refractory-myeloma-2020
    """,
)
case(
    "refractory to cyclophosphamide, a patient may have it as lymphodepletion; contraindicated, the product with it is excluded",
    """
    patients
    patient         | born_on
    refractory      | 1968-01-01
    contraindicated | 1968-01-01
    exposures
    patient         | drug             | started_on | ended_on   | stopped_because
    refractory      | thalidomide      | 2028-01-01 | 2028-06-01 | completed
    refractory      | cyclophosphamide | 2028-07-01 | 2028-12-01 | progression
    refractory      | lenalidomide     | 2029-01-01 | 2029-06-01 | progression
    refractory      | carfilzomib      | 2029-07-01 | 2029-12-01 | progression
    contraindicated | thalidomide      | 2028-01-01 | 2028-06-01 | completed
    contraindicated | vincristine      | 2028-07-01 | 2028-12-01 | progression
    contraindicated | lenalidomide     | 2029-01-01 | 2029-06-01 | progression
    contraindicated | carfilzomib      | 2029-07-01 | 2029-12-01 | progression
    findings
    patient         | kind              | found_on   | value
    refractory      | reported_response | 2028-03-01 | PR
    refractory      | reported_response | 2028-05-01 | PR
    contraindicated | reported_response | 2028-03-01 | PR
    contraindicated | reported_response | 2028-05-01 | PR
    contraindicated | contraindication  | 2029-12-01 | cyclophosphamide
    """,
    """
    options
    patient         | option                    | verdict
    contraindicated | ciltacabtagene-autoleucel | excluded
    contraindicated | isapd                     | alternative
    refractory      | ciltacabtagene-autoleucel | alternative
    refractory      | isapd                     | alternative
    """,
)
