"""The cells of the practice's table: which one is the patient's (slides of 2020, "Лечение рефрактерной ММ")."""

from tests.spec.drawn import case

BORN = """
    patients
    patient | born_on
    p       | 1968-01-01
"""
FIT = """
    findings
    kind                   | found_on   | value
    contraindication       | 2030-12-01 | none
    plasma_cell_leukaemia  | 2030-12-01 | absent
    extramedullary_disease | 2030-12-01 | absent
"""
UNFIT = """
    findings
    kind                   | found_on   | value
    contraindication       | 2030-12-01 | thalidomide
    plasma_cell_leukaemia  | 2030-12-01 | absent
    extramedullary_disease | 2030-12-01 | absent
"""
IMMUNOMODULATOR = """
    exposures
    drug         | started_on | ended_on   | stopped_because
    lenalidomide | 2028-01-01 | 2028-06-01 | progression
"""
PROTEASOME_INHIBITOR = """
    exposures
    drug       | started_on | ended_on   | stopped_because
    bortezomib | 2028-01-01 | 2028-06-01 | progression
"""
TWO_GROUPS = """
    exposures
    drug         | started_on | ended_on   | stopped_because
    lenalidomide | 2028-01-01 | 2028-06-01 | progression
    bortezomib   | 2028-07-01 | 2028-12-01 | progression
"""
WITH_CARFILZOMIB = f"""{TWO_GROUPS}
    carfilzomib  | 2029-01-01 | 2029-06-01 | progression
"""
WITH_POMALIDOMIDE = f"""{TWO_GROUPS}
    pomalidomide | 2029-01-01 | 2029-06-01 | progression
"""
FOUR_GROUPS = f"""{WITH_CARFILZOMIB}
    pomalidomide | 2029-07-01 | 2029-12-01 | progression
"""

case(
    "refractory to an immunomodulator and fit: DVd outside brackets, six more within",
    BORN + IMMUNOMODULATOR + FIT,
    """
    options
    option | verdict     | practice
    dpd    | alternative | refractory-myeloma-2020
    dvd    | recommended | refractory-myeloma-2020
    elopd  | alternative | refractory-myeloma-2020
    isakd  | alternative | isatuximab-kd-ru
    kpd    | alternative | refractory-myeloma-2020
    pcd    | alternative | refractory-myeloma-2020
    pvd    | alternative | refractory-myeloma-2020
    vcd    | alternative | refractory-myeloma-2020
    """,
)
case(
    "refractory to an immunomodulator with contraindications: Vd, and in brackets Pd, Kd and Dd",
    BORN + IMMUNOMODULATOR + UNFIT,
    """
    options
    option | verdict     | practice
    dd     | alternative | refractory-myeloma-2020
    isakd  | alternative | isatuximab-kd-ru
    kd     | alternative | refractory-myeloma-2020
    pd     | alternative | refractory-myeloma-2020
    vd     | recommended | refractory-myeloma-2020
    """,
)
case(
    "refractory to a proteasome inhibitor and fit: DRd, and in brackets EloRd and KRd",
    BORN + PROTEASOME_INHIBITOR + FIT,
    """
    options
    option | verdict     | practice
    drd    | recommended | refractory-myeloma-2020
    elord  | alternative | refractory-myeloma-2020
    isakd  | alternative | isatuximab-kd-ru
    krd    | alternative | refractory-myeloma-2020
    """,
)
case(
    "refractory to a proteasome inhibitor with contraindications: Rd, and in brackets Pd, Kd and Dd",
    BORN + PROTEASOME_INHIBITOR + UNFIT,
    """
    options
    option | verdict     | practice
    dd     | alternative | refractory-myeloma-2020
    isakd  | alternative | isatuximab-kd-ru
    kd     | alternative | refractory-myeloma-2020
    pd     | alternative | refractory-myeloma-2020
    rd     | recommended | refractory-myeloma-2020
    """,
)
case(
    "in the cell of two groups KRd is printed and excluded, for it holds lenalidomide",
    BORN + TWO_GROUPS + FIT,
    """
    options
    option                    | verdict     | practice
    ciltacabtagene-autoleucel | alternative | ciltacabtagene-autoleucel-eu-2024
    dpcd                      | recommended | refractory-myeloma-2020
    dpd                       | recommended | refractory-myeloma-2020
    elopd                     | alternative | refractory-myeloma-2020
    ipd                       | alternative | refractory-myeloma-2020
    isakd                     | alternative | isatuximab-kd-ru
    isapd                     | alternative | isatuximab-pd-ru
    kpd                       | recommended | refractory-myeloma-2020
    krd                       | excluded    | refractory-myeloma-2020
    """,
)
case(
    "ixazomib stands for bortezomib in the cell of two groups, and bars IPd in turn",
    BORN
    + """
    exposures
    drug         | started_on | ended_on   | stopped_because
    lenalidomide | 2028-01-01 | 2028-06-01 | progression
    ixazomib     | 2028-07-01 | 2028-12-01 | progression
    """
    + FIT,
    """
    options
    option                    | verdict     | practice
    ciltacabtagene-autoleucel | alternative | ciltacabtagene-autoleucel-eu-2024
    dpcd                      | recommended | refractory-myeloma-2020
    dpd                       | recommended | refractory-myeloma-2020
    elopd                     | alternative | refractory-myeloma-2020
    ipd                       | excluded    | refractory-myeloma-2020
    isakd                     | alternative | isatuximab-kd-ru
    isapd                     | alternative | isatuximab-pd-ru
    kpd                       | recommended | refractory-myeloma-2020
    krd                       | excluded    | refractory-myeloma-2020
    """,
)
case(
    "refractory to two groups with contraindications: Kd, Pd or daratumumab",
    BORN + TWO_GROUPS + UNFIT,
    """
    options
    option                    | verdict     | practice
    ciltacabtagene-autoleucel | alternative | ciltacabtagene-autoleucel-eu-2024
    daratumumab               | recommended | refractory-myeloma-2020
    isakd                     | alternative | isatuximab-kd-ru
    isapd                     | alternative | isatuximab-pd-ru
    kd                        | recommended | refractory-myeloma-2020
    pd                        | recommended | refractory-myeloma-2020
    """,
)
case(
    "refractory to lenalidomide, bortezomib and carfilzomib, and fit: the pomalidomide base, EloPd outside brackets",
    BORN + WITH_CARFILZOMIB + FIT,
    """
    options
    option                    | verdict     | practice
    ciltacabtagene-autoleucel | alternative | ciltacabtagene-autoleucel-eu-2024
    dpcd                      | recommended | refractory-myeloma-2020
    dpd                       | recommended | refractory-myeloma-2020
    elopd                     | recommended | refractory-myeloma-2020
    isakd                     | excluded    | isatuximab-kd-ru
    isapd                     | alternative | isatuximab-pd-ru
    """,
)
case(
    "refractory to lenalidomide, bortezomib and carfilzomib with contraindications: Pd or daratumumab",
    BORN + WITH_CARFILZOMIB + UNFIT,
    """
    options
    option                    | verdict     | practice
    ciltacabtagene-autoleucel | alternative | ciltacabtagene-autoleucel-eu-2024
    daratumumab               | recommended | refractory-myeloma-2020
    isakd                     | excluded    | isatuximab-kd-ru
    isapd                     | alternative | isatuximab-pd-ru
    pd                        | recommended | refractory-myeloma-2020
    """,
)
case(
    "refractory to lenalidomide, bortezomib and pomalidomide, and fit: Velcade with panobinostat is printed and excluded",
    BORN + WITH_POMALIDOMIDE + FIT,
    """
    options
    option                    | verdict     | practice
    alkylator-based           | recommended | refractory-myeloma-2020
    ciltacabtagene-autoleucel | alternative | ciltacabtagene-autoleucel-eu-2024
    daratumumab-based         | recommended | refractory-myeloma-2020
    isakd                     | alternative | isatuximab-kd-ru
    isapd                     | excluded    | isatuximab-pd-ru
    panovd                    | excluded    | refractory-myeloma-2020
    """,
)
case(
    "Velcade with panobinostat is left to those of the pomalidomide cell who failed ixazomib, not bortezomib",
    BORN
    + """
    exposures
    drug         | started_on | ended_on   | stopped_because
    lenalidomide | 2028-01-01 | 2028-06-01 | progression
    ixazomib     | 2028-07-01 | 2028-12-01 | progression
    pomalidomide | 2029-01-01 | 2029-06-01 | progression
    """
    + FIT,
    """
    options
    option                    | verdict
    alkylator-based           | recommended
    ciltacabtagene-autoleucel | alternative
    daratumumab-based         | recommended
    isakd                     | alternative
    isapd                     | excluded
    panovd                    | recommended
    """,
)
case(
    "refractory to lenalidomide, bortezomib and pomalidomide with contraindications: daratumumab or Kd",
    BORN + WITH_POMALIDOMIDE + UNFIT,
    """
    options
    option                    | verdict     | practice
    ciltacabtagene-autoleucel | alternative | ciltacabtagene-autoleucel-eu-2024
    daratumumab               | recommended | refractory-myeloma-2020
    isakd                     | alternative | isatuximab-kd-ru
    isapd                     | excluded    | isatuximab-pd-ru
    kd                        | recommended | refractory-myeloma-2020
    """,
)
for who, findings in (("without", FIT), ("with", UNFIT)):
    case(
        f"refractory to four groups {who} contraindications: trials and new drugs, but no VenVd, which holds bortezomib",
        BORN + FOUR_GROUPS + findings,
        """
        options
        option                    | verdict     | practice
        allogeneic-transplant     | recommended | refractory-myeloma-2020
        alkylator-based           | recommended | refractory-myeloma-2020
        anthracycline-based       | recommended | refractory-myeloma-2020
        anti-pd1-based            | recommended | refractory-myeloma-2020
        belantamab                | recommended | refractory-myeloma-2020
        bendamustine-based        | recommended | refractory-myeloma-2020
        car-t                     | recommended | refractory-myeloma-2020
        ciltacabtagene-autoleucel | alternative | ciltacabtagene-autoleucel-eu-2024
        clinical-trial            | recommended | refractory-myeloma-2020
        daratumumab-based         | recommended | refractory-myeloma-2020
        isapd                     | excluded    | isatuximab-pd-ru
        panobinostat-based        | recommended | refractory-myeloma-2020
        selinexor-based           | recommended | refractory-myeloma-2020
        vend                      | recommended | refractory-myeloma-2020
        venvd                     | excluded    | refractory-myeloma-2020
        """,
    )
case(
    "without refractoriness no cell is met; only labels remain",
    """
    exposures
    drug         | started_on | ended_on   | stopped_because
    lenalidomide | 2028-01-01 | 2028-06-01 | completed
    findings
    kind                   | found_on   | value
    reported_response      | 2028-03-01 | VGPR
    reported_response      | 2028-05-01 | VGPR
    contraindication       | 2028-06-01 | none
    plasma_cell_leukaemia  | 2028-06-01 | absent
    extramedullary_disease | 2028-06-01 | absent
    """,
    """
    options
    option | verdict     | practice
    isakd  | alternative | isatuximab-kd-ru
    """,
)
case(
    "a patient without a record of treatment has no option, and is not called unexposed",
    """
    patients
    patient | diagnosed_on
    p       | 2028-01-01
    """,
    """
    options
    (none)
    """,
)
case(
    "refractory to an immunomodulator and to a proteasome inhibitor that no cell of two groups names, a patient has no cell",
    """
    exposures
    patient     | drug         | started_on | ended_on   | stopped_because
    carfilzomib | lenalidomide | 2028-01-01 | 2028-06-01 | progression
    carfilzomib | carfilzomib  | 2028-07-01 | 2028-12-01 | progression
    thalidomide | thalidomide  | 2028-01-01 | 2028-06-01 | progression
    thalidomide | bortezomib   | 2028-07-01 | 2028-12-01 | progression
    findings
    patient     | kind                   | found_on   | value
    carfilzomib | contraindication       | 2028-12-01 | none
    carfilzomib | plasma_cell_leukaemia  | 2028-12-01 | absent
    carfilzomib | extramedullary_disease | 2028-12-01 | absent
    thalidomide | contraindication       | 2028-12-01 | none
    thalidomide | plasma_cell_leukaemia  | 2028-12-01 | absent
    thalidomide | extramedullary_disease | 2028-12-01 | absent
    """,
    """
    options
    patient     | option                    | verdict     | practice
    carfilzomib | ciltacabtagene-autoleucel | unknown     | ciltacabtagene-autoleucel-eu-2024
    carfilzomib | isakd                     | excluded    | isatuximab-kd-ru
    carfilzomib | isapd                     | alternative | isatuximab-pd-ru
    thalidomide | isakd                     | alternative | isatuximab-kd-ru
    """,
)
case(
    "without lenalidomide there is no cell of three or four groups",
    """
    exposures
    drug         | started_on | ended_on   | stopped_because
    bortezomib   | 2028-01-01 | 2028-06-01 | progression
    pomalidomide | 2028-07-01 | 2028-12-01 | progression
    carfilzomib  | 2029-01-01 | 2029-06-01 | progression
    findings
    kind                   | found_on   | value
    contraindication       | 2029-06-01 | none
    plasma_cell_leukaemia  | 2029-06-01 | absent
    extramedullary_disease | 2029-06-01 | absent
    """,
    """
    options
    option | verdict  | practice
    isakd  | excluded | isatuximab-kd-ru
    """,
)
case(
    "one drug short of four groups the cell of three holds, and one short of three the cell of two",
    """
    exposures
    patient | drug         | started_on | ended_on   | stopped_because
    three   | lenalidomide | 2028-01-01 | 2028-06-01 | progression
    three   | bortezomib   | 2028-07-01 | 2028-12-01 | progression
    three   | carfilzomib  | 2029-01-01 | 2029-06-01 | progression
    three   | pomalidomide | 2029-07-01 | 2029-12-01 | completed
    two     | lenalidomide | 2028-01-01 | 2028-06-01 | progression
    two     | bortezomib   | 2028-07-01 | 2028-12-01 | progression
    two     | pomalidomide | 2029-01-01 | 2029-06-01 | completed
    findings
    patient | kind                   | found_on   | value
    three   | reported_response      | 2029-09-01 | PR
    three   | reported_response      | 2029-11-01 | PR
    three   | contraindication       | 2029-12-01 | thalidomide
    three   | plasma_cell_leukaemia  | 2029-12-01 | absent
    three   | extramedullary_disease | 2029-12-01 | absent
    two     | reported_response      | 2029-03-01 | PR
    two     | reported_response      | 2029-05-01 | PR
    two     | contraindication       | 2029-06-01 | thalidomide
    two     | plasma_cell_leukaemia  | 2029-06-01 | absent
    two     | extramedullary_disease | 2029-06-01 | absent
    """,
    """
    options
    patient | option                    | verdict     | practice
    three   | ciltacabtagene-autoleucel | unknown     | ciltacabtagene-autoleucel-us-2024
    three   | daratumumab               | recommended | refractory-myeloma-2020
    three   | isapd                     | alternative | isatuximab-pd-ru
    three   | pd                        | recommended | refractory-myeloma-2020
    two     | ciltacabtagene-autoleucel | unknown     | ciltacabtagene-autoleucel-us-2024
    two     | daratumumab               | recommended | refractory-myeloma-2020
    two     | isakd                     | alternative | isatuximab-kd-ru
    two     | isapd                     | alternative | isatuximab-pd-ru
    two     | kd                        | recommended | refractory-myeloma-2020
    two     | pd                        | recommended | refractory-myeloma-2020
    """,
)
case(
    "refractory to ixazomib instead of bortezomib, lenalidomide, carfilzomib and pomalidomide, a patient has both cells of three",
    """
    exposures
    drug         | started_on | ended_on   | stopped_because
    lenalidomide | 2028-01-01 | 2028-06-01 | progression
    ixazomib     | 2028-07-01 | 2028-12-01 | progression
    carfilzomib  | 2029-01-01 | 2029-06-01 | progression
    pomalidomide | 2029-07-01 | 2029-12-01 | progression
    findings
    kind                   | found_on   | value
    contraindication       | 2029-12-01 | thalidomide
    plasma_cell_leukaemia  | 2029-12-01 | absent
    extramedullary_disease | 2029-12-01 | absent
    """,
    """
    options
    option                    | verdict     | practice
    ciltacabtagene-autoleucel | unknown     | ciltacabtagene-autoleucel-eu-2024
    daratumumab               | recommended | refractory-myeloma-2020
    isapd                     | excluded    | isatuximab-pd-ru
    kd                        | excluded    | refractory-myeloma-2020
    pd                        | excluded    | refractory-myeloma-2020
    """,
)
case(
    "a line that cannot be evaluated leaves a deeper cell in doubt, and the options of the shallower one unknown",
    """
    exposures
    drug         | started_on | ended_on   | stopped_because
    lenalidomide | 2028-01-01 | 2028-06-01 | progression
    bortezomib   | 2028-07-01 | 2028-12-01 | progression
    carfilzomib  | 2029-01-01 | 2029-06-01 |
    findings
    kind                   | found_on   | value
    contraindication       | 2029-06-01 | thalidomide
    plasma_cell_leukaemia  | 2029-06-01 | absent
    extramedullary_disease | 2029-06-01 | absent
    """,
    """
    options
    option                    | verdict     | if_settled  | missing
    ciltacabtagene-autoleucel | unknown     | alternative | age_at_least; progressed_on_last_line
    daratumumab               | unknown     | recommended | refractoriness to carfilzomib
    isakd                     | unknown     | alternative | refractoriness to carfilzomib
    isapd                     | alternative |             |
    kd                        | unknown     | recommended | refractoriness to carfilzomib
    pd                        | unknown     | recommended | refractoriness to carfilzomib
    """,
)
case(
    "where no cell is certain, all that may be stand in doubt with what would settle it",
    """
    exposures
    drug         | started_on | ended_on   | stopped_because
    lenalidomide | 2028-01-01 | 2028-06-01 |
    findings
    kind                   | found_on   | value
    contraindication       | 2028-06-01 | thalidomide
    plasma_cell_leukaemia  | 2028-06-01 | absent
    extramedullary_disease | 2028-06-01 | absent
    """,
    """
    options
    option | verdict     | if_settled  | missing
    dd     | unknown     | alternative | refractoriness to lenalidomide
    isakd  | alternative |             |
    kd     | unknown     | alternative | refractoriness to lenalidomide
    pd     | unknown     | alternative | refractoriness to lenalidomide
    vd     | unknown     | recommended | refractoriness to lenalidomide
    """,
)
case(
    "the same drug failing in a later line settles what an earlier line left open",
    """
    exposures
    drug         | started_on | ended_on   | stopped_because
    lenalidomide | 2028-01-01 | 2028-06-01 |
    carfilzomib  | 2028-08-01 | 2028-12-01 |
    lenalidomide | 2029-02-01 | 2029-06-01 | progression
    findings
    kind                   | found_on   | value
    reported_response      | 2028-10-01 | PR
    reported_response      | 2028-12-01 | PR
    contraindication       | 2029-06-01 | thalidomide
    plasma_cell_leukaemia  | 2029-06-01 | absent
    extramedullary_disease | 2029-06-01 | absent
    """,
    """
    options
    option                    | verdict     | missing
    ciltacabtagene-autoleucel | unknown     | age_at_least
    dd                        | alternative |
    isakd                     | alternative |
    isapd                     | alternative |
    kd                        | alternative |
    pd                        | alternative |
    vd                        | recommended |
    """,
)
case(
    "where no contraindication is recorded, neither one nor none, the cells with and without both stand in doubt",
    """
    exposures
    drug       | started_on | ended_on   | stopped_because
    bortezomib | 2028-01-01 | 2028-06-01 | progression
    findings
    kind                   | found_on   | value
    plasma_cell_leukaemia  | 2028-06-01 | absent
    extramedullary_disease | 2028-06-01 | absent
    """,
    """
    options
    option | verdict     | if_settled  | missing
    dd     | unknown     | alternative | contraindication
    drd    | unknown     | recommended | contraindication
    elord  | unknown     | alternative | contraindication
    isakd  | alternative |             |
    kd     | unknown     | alternative | contraindication
    krd    | unknown     | alternative | contraindication
    pd     | unknown     | alternative | contraindication
    rd     | unknown     | recommended | contraindication
    """,
)
case(
    "a table for myeloma holds no cell for another disease, and where the diagnosis is unknown it is in doubt",
    """
    patients
    patient | diagnosis
    other   | smouldering_myeloma
    unknown |
    exposures
    patient | drug       | started_on | ended_on   | stopped_because
    other   | bortezomib | 2028-01-01 | 2028-06-01 | progression
    unknown | bortezomib | 2028-01-01 | 2028-06-01 | progression
    findings
    patient | kind                   | found_on   | value
    other   | contraindication       | 2028-06-01 | none
    other   | plasma_cell_leukaemia  | 2028-06-01 | absent
    other   | extramedullary_disease | 2028-06-01 | absent
    unknown | contraindication       | 2028-06-01 | none
    unknown | plasma_cell_leukaemia  | 2028-06-01 | absent
    unknown | extramedullary_disease | 2028-06-01 | absent
    """,
    """
    options
    patient | option | verdict | if_settled  | missing
    unknown | drd    | unknown | recommended | diagnosis
    unknown | elord  | unknown | alternative | diagnosis
    unknown | krd    | unknown | alternative | diagnosis
    """,
)
case(
    "without lenalidomide there is no cell of three groups with contraindications either",
    """
    exposures
    patient | drug | started_on | ended_on | stopped_because
    carfilzomib | bortezomib | 2028-01-01 | 2028-06-01 | progression
    carfilzomib | carfilzomib | 2028-07-01 | 2028-12-01 | progression
    pomalidomide | bortezomib | 2028-01-01 | 2028-06-01 | progression
    pomalidomide | pomalidomide | 2028-07-01 | 2028-12-01 | progression
    findings
    patient | kind | found_on | value
    carfilzomib | contraindication | 2028-12-01 | thalidomide
    carfilzomib | plasma_cell_leukaemia | 2028-12-01 | absent
    carfilzomib | extramedullary_disease | 2028-12-01 | absent
    pomalidomide | contraindication | 2028-12-01 | thalidomide
    pomalidomide | plasma_cell_leukaemia | 2028-12-01 | absent
    pomalidomide | extramedullary_disease | 2028-12-01 | absent
    """,
    """
    options
    patient | option | verdict | practice
    carfilzomib | dd | alternative | refractory-myeloma-2020
    carfilzomib | isakd | excluded | isatuximab-kd-ru
    carfilzomib | kd | excluded | refractory-myeloma-2020
    carfilzomib | pd | alternative | refractory-myeloma-2020
    carfilzomib | rd | recommended | refractory-myeloma-2020
    pomalidomide | isakd | alternative | isatuximab-kd-ru
    """,
)
case(
    "ixazomib stands for bortezomib in the cells of three groups too",
    """
    exposures
    patient | drug | started_on | ended_on | stopped_because
    carfilzomib | lenalidomide | 2028-01-01 | 2028-06-01 | progression
    carfilzomib | ixazomib | 2028-07-01 | 2028-12-01 | progression
    carfilzomib | carfilzomib | 2029-01-01 | 2029-06-01 | progression
    findings
    patient | kind | found_on | value
    carfilzomib | contraindication | 2029-06-01 | none
    carfilzomib | plasma_cell_leukaemia | 2029-06-01 | absent
    carfilzomib | extramedullary_disease | 2029-06-01 | absent
    """,
    """
    options
    patient | option | verdict | practice
    carfilzomib | ciltacabtagene-autoleucel | unknown | ciltacabtagene-autoleucel-eu-2024
    carfilzomib | dpcd | recommended | refractory-myeloma-2020
    carfilzomib | dpd | recommended | refractory-myeloma-2020
    carfilzomib | elopd | recommended | refractory-myeloma-2020
    carfilzomib | isakd | excluded | isatuximab-kd-ru
    carfilzomib | isapd | alternative | isatuximab-pd-ru
    """,
)
case(
    "ixazomib stands for bortezomib with contraindications too",
    """
    exposures
    patient | drug | started_on | ended_on | stopped_because
    p | lenalidomide | 2028-01-01 | 2028-06-01 | progression
    p | ixazomib | 2028-07-01 | 2028-12-01 | progression
    findings
    patient | kind | found_on | value
    p | contraindication | 2028-12-01 | thalidomide
    p | plasma_cell_leukaemia | 2028-12-01 | absent
    p | extramedullary_disease | 2028-12-01 | absent
    """,
    """
    options
    patient | option | verdict | practice
    p | ciltacabtagene-autoleucel | unknown | ciltacabtagene-autoleucel-eu-2024
    p | daratumumab | recommended | refractory-myeloma-2020
    p | isakd | alternative | isatuximab-kd-ru
    p | isapd | alternative | isatuximab-pd-ru
    p | kd | recommended | refractory-myeloma-2020
    p | pd | recommended | refractory-myeloma-2020
    """,
)
