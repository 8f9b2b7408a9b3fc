"""Lines of therapy (Rajkumar 2015, with inferences): what opens a line, what rides inside it, and where each number parts."""

from tests.spec.drawn import case

# What counts as treatment ------------------------------------------------------------------------------------------

case(
    "the first treatment opens line 1, a steroid before it does not",
    """
    exposures
    drug          | started_on | ended_on
    dexamethasone | 2020-01-01 | 2020-01-04
    bortezomib    | 2020-02-01 | 2020-05-01
    """,
    """
    lines
    line | started_on | ended_on   | opened_by | drugs      | regimen
    1    | 2020-02-01 | 2020-05-01 | first     | bortezomib |
    """,
)
case(
    "a record without treatment has no lines",
    """
    measurements
    analyte         | measured_on | value
    serum_m_protein | 2021-01-01  | 30
    """,
    """
    lines
    (none)
    """,
)
case(
    "each class of treatment opens a line by one drug of it",
    """
    exposures
    patient    | drug                     | started_on | ended_on
    adc        | belantamab-mafodotin     | 2021-01-01 | 2021-06-01
    alkylator  | cyclophosphamide         | 2021-01-01 | 2021-06-01
    anthracyc  | doxorubicin              | 2021-01-01 | 2021-06-01
    bcl2       | venetoclax               | 2021-01-01 | 2021-06-01
    bcma_bs    | teclistamab              | 2021-01-01 | 2021-06-01
    bcma_car   | idecabtagene-vicleucel   | 2021-01-01 | 2021-01-01
    cd38       | isatuximab               | 2021-01-01 | 2021-06-01
    gprc5d_bs  | talquetamab              | 2021-01-01 | 2021-06-01
    hdac       | panobinostat             | 2021-01-01 | 2021-06-01
    imid       | pomalidomide             | 2021-01-01 | 2021-06-01
    pd1        | pembrolizumab            | 2021-01-01 | 2021-06-01
    pi         | carfilzomib              | 2021-01-01 | 2021-06-01
    platinum   | cisplatin                | 2021-01-01 | 2021-06-01
    slamf7     | elotuzumab               | 2021-01-01 | 2021-06-01
    topo       | etoposide                | 2021-01-01 | 2021-06-01
    vinca      | vincristine              | 2021-01-01 | 2021-06-01
    xpo1       | selinexor                | 2021-01-01 | 2021-06-01
    """,
    """
    lines
    patient    | line | opened_by | drugs
    adc        | 1    | first     | belantamab-mafodotin
    alkylator  | 1    | first     | cyclophosphamide
    anthracyc  | 1    | first     | doxorubicin
    bcl2       | 1    | first     | venetoclax
    bcma_bs    | 1    | first     | teclistamab
    bcma_car   | 1    | first     | idecabtagene-vicleucel
    cd38       | 1    | first     | isatuximab
    gprc5d_bs  | 1    | first     | talquetamab
    hdac       | 1    | first     | panobinostat
    imid       | 1    | first     | pomalidomide
    pd1        | 1    | first     | pembrolizumab
    pi         | 1    | first     | carfilzomib
    platinum   | 1    | first     | cisplatin
    slamf7     | 1    | first     | elotuzumab
    topo       | 1    | first     | etoposide
    vinca      | 1    | first     | vincristine
    xpo1       | 1    | first     | selinexor
    """,
)
case(
    "steroids alone never open a line",
    """
    exposures
    patient | drug               | started_on | ended_on
    dex     | dexamethasone      | 2021-01-01 | 2021-06-01
    hydro   | hydrocortisone     | 2021-01-01 | 2021-06-01
    methyl  | methylprednisolone | 2021-01-01 | 2021-06-01
    predl   | prednisolone       | 2021-01-01 | 2021-06-01
    predn   | prednisone         | 2021-01-01 | 2021-06-01
    """,
    """
    lines
    (none)
    """,
)
case(
    "a steroid added to a running line opens nothing, and is one of its drugs",
    """
    exposures
    drug          | started_on | ended_on
    lenalidomide  | 2021-01-01 | 2021-09-01
    dexamethasone | 2021-05-01 | 2021-09-01
    """,
    """
    lines
    line | opened_by | drugs
    1    | first     | dexamethasone+lenalidomide
    """,
)
case(
    "supportive drugs open nothing and are not drugs of the line",
    """
    exposures
    drug            | started_on | ended_on
    filgrastim      | 2020-12-01 | 2020-12-05
    bortezomib      | 2021-01-01 | 2021-06-01
    zoledronic-acid | 2021-03-01 | 2021-03-01
    denosumab       | 2021-03-01 | 2021-03-01
    aciclovir       | 2021-03-01 | 2022-03-01
    immunoglobulin  | 2021-03-01 | 2021-03-01
    """,
    """
    lines
    line | started_on | ended_on   | drugs
    1    | 2021-01-01 | 2021-06-01 | bortezomib
    """,
)
case(
    "a drug that could not be named opens nothing",
    """
    exposures
    drug       | started_on | ended_on
    bortezomib | 2021-01-01 | 2021-06-01
               | 2021-03-01 | 2021-06-01
    """,
    """
    lines
    line | drugs
    1    | bortezomib
    """,
)
case(
    "a drug without a start is in no line",
    """
    exposures
    drug       | started_on | ended_on
    bortezomib | 2021-01-01 | 2021-06-01
    melphalan  |            | 2021-06-01
    """,
    """
    lines
    line | drugs
    1    | bortezomib
    """,
)

# The regimen and its window ----------------------------------------------------------------------------------------

case(
    "a drug started on day 28 belongs to the regimen, on day 29 it opens a line",
    """
    exposures
    patient | drug         | started_on | ended_on
    within  | bortezomib   | 2020-01-01 | 2020-06-01
    within  | lenalidomide | 2020-01-29 | 2020-06-01
    after   | bortezomib   | 2020-01-01 | 2020-06-01
    after   | lenalidomide | 2020-01-30 | 2020-06-01
    """,
    """
    lines
    patient | line | started_on | opened_by
    after   | 1    | 2020-01-01 | first
    after   | 2    | 2020-01-30 | added_drug
    within  | 1    | 2020-01-01 | first
    """,
)
case(
    "a regimen is named by the drugs it opened with, its steroid among them",
    """
    exposures
    patient | drug          | started_on | ended_on
    late    | bortezomib    | 2021-01-01 | 2021-06-01
    late    | lenalidomide  | 2021-01-01 | 2021-06-01
    late    | dexamethasone | 2021-01-30 | 2021-06-01
    vrd     | bortezomib    | 2021-01-01 | 2021-06-01
    vrd     | lenalidomide  | 2021-01-01 | 2021-06-01
    vrd     | dexamethasone | 2021-01-29 | 2021-06-01
    """,
    """
    lines
    patient | line | drugs                                 | regimen
    late    | 1    | bortezomib+dexamethasone+lenalidomide |
    vrd     | 1    | bortezomib+dexamethasone+lenalidomide | vrd
    """,
)
case(
    "stopping some drugs of a regimen is not a new line",
    """
    exposures
    drug          | started_on | ended_on
    bortezomib    | 2021-01-01 | 2021-04-01
    lenalidomide  | 2021-01-01 | 2021-12-01
    dexamethasone | 2021-01-01 | 2021-06-01
    """,
    """
    lines
    line | ended_on   | regimen
    1    | 2021-12-01 | vrd
    """,
)
case(
    "a regimen stopped for any reason and a different one started is a changed regimen",
    """
    exposures
    drug          | started_on | ended_on   | stopped_because
    bortezomib    | 2021-01-01 | 2021-04-01 | toxicity
    dexamethasone | 2021-01-01 | 2021-04-01 | toxicity
    lenalidomide  | 2021-05-01 | 2021-09-01 |
    dexamethasone | 2021-05-01 | 2021-09-01 |
    """,
    """
    lines
    line | started_on | ended_on   | opened_by       | regimen
    1    | 2021-01-01 | 2021-04-01 | first           | vd
    2    | 2021-05-01 | 2021-09-01 | changed_regimen | rd
    """,
)
case(
    "a drug added while all others go on opens a line of which they are part",
    """
    exposures
    drug          | started_on | ended_on
    lenalidomide  | 2021-01-01 | 2021-12-01
    dexamethasone | 2021-01-01 | 2021-12-01
    daratumumab   | 2021-07-01 | 2021-12-01
    """,
    """
    lines
    line | started_on | ended_on   | opened_by  | regimen
    1    | 2021-01-01 | 2021-07-01 | first      | rd
    2    | 2021-07-01 | 2021-12-01 | added_drug | drd
    """,
)
case(
    "a drug exchanged for another while the rest goes on is a substitution, for whatever reason",
    """
    exposures
    drug          | started_on | ended_on   | stopped_because
    bortezomib    | 2021-01-01 | 2021-04-01 | toxicity
    lenalidomide  | 2021-01-01 | 2021-12-01 |
    dexamethasone | 2021-01-01 | 2021-12-01 |
    carfilzomib   | 2021-04-08 | 2021-12-01 |
    """,
    """
    lines
    line | started_on | opened_by        | regimen
    1    | 2021-01-01 | first            | vrd
    2    | 2021-04-08 | substituted_drug | krd
    """,
)
case(
    "the same regimen interrupted and started again with nothing between is the same line",
    """
    exposures
    drug          | started_on | ended_on
    lenalidomide  | 2021-01-01 | 2021-04-01
    dexamethasone | 2021-01-01 | 2021-04-01
    lenalidomide  | 2022-06-01 | 2022-12-01
    dexamethasone | 2022-06-01 | 2022-12-01
    """,
    """
    lines
    line | started_on | ended_on   | opened_by
    1    | 2021-01-01 | 2022-12-01 | first
    """,
)
case(
    "a regimen restarted after another is a new line",
    """
    exposures
    drug          | started_on | ended_on
    lenalidomide  | 2021-01-01 | 2021-04-01
    dexamethasone | 2021-01-01 | 2021-04-01
    carfilzomib   | 2021-05-01 | 2021-09-01
    lenalidomide  | 2021-10-01 | 2022-04-01
    dexamethasone | 2021-10-01 | 2022-04-01
    """,
    """
    lines
    line | started_on | opened_by       | drugs
    1    | 2021-01-01 | first           | dexamethasone+lenalidomide
    2    | 2021-05-01 | changed_regimen | carfilzomib
    3    | 2021-10-01 | restarted       | dexamethasone+lenalidomide
    """,
)
case(
    "an earlier drug that joins a regimen which goes on is added, not restarted",
    """
    exposures
    drug         | started_on | ended_on
    lenalidomide | 2021-01-01 | 2021-04-01
    carfilzomib  | 2021-05-01 | 2022-04-01
    lenalidomide | 2021-10-01 | 2022-04-01
    """,
    """
    lines
    line | started_on | opened_by       | drugs
    1    | 2021-01-01 | first           | lenalidomide
    2    | 2021-05-01 | changed_regimen | carfilzomib
    3    | 2021-10-01 | added_drug      | carfilzomib+lenalidomide
    """,
)
case(
    "a regimen with a new drug beside an earlier one is changed, not restarted",
    """
    exposures
    drug         | started_on | ended_on
    lenalidomide | 2021-01-01 | 2021-04-01
    carfilzomib  | 2021-05-01 | 2021-09-01
    lenalidomide | 2021-10-01 | 2022-04-01
    daratumumab  | 2021-10-01 | 2022-04-01
    """,
    """
    lines
    line | started_on | opened_by
    1    | 2021-01-01 | first
    2    | 2021-05-01 | changed_regimen
    3    | 2021-10-01 | changed_regimen
    """,
)
case(
    "another route, or another dose, of the same drug is not a change",
    """
    exposures
    patient | drug         | started_on | ended_on   | amount | unit  | route
    dose    | lenalidomide | 2021-01-01 | 2021-06-01 | 25     | mg    | oral
    dose    | lenalidomide | 2021-06-02 | 2021-12-01 | 10     | mg    | oral
    route   | daratumumab  | 2021-01-01 | 2021-06-01 | 16     | mg/kg | intravenous
    route   | daratumumab  | 2021-06-08 | 2021-12-01 | 1800   | mg    | subcutaneous
    """,
    """
    lines
    patient | line | opened_by | drugs
    dose    | 1    | first     | lenalidomide
    route   | 1    | first     | daratumumab
    """,
)
case(
    "a missing end means given until the last date of the record, and is said",
    """
    exposures
    drug       | started_on
    bortezomib | 2021-01-01
    measurements
    analyte    | measured_on | value
    creatinine | 2021-08-15  | 80
    """,
    """
    lines
    line | ended_on   | because
    1    | 2021-08-15 | lines-rajkumar-2015#treating_classes; exposures:bortezomib/2021-01-01; no end recorded, given until the last date of the record; exposures:bortezomib/2021-01-01
    """,
)
case(
    "a missing end means given until the next line opens, and is said",
    """
    exposures
    drug        | started_on | ended_on
    bortezomib  | 2021-01-01 |
    carfilzomib | 2021-08-15 | 2021-12-01
    """,
    """
    lines
    line | ended_on   | opened_by       | because
    1    | 2021-08-15 | first           | lines-rajkumar-2015#treating_classes; exposures:bortezomib/2021-01-01; no end recorded, given until the next line; exposures:bortezomib/2021-01-01
    2    | 2021-12-01 | changed_regimen | lines-rajkumar-2015#regimen_window_days; exposures:carfilzomib/2021-08-15; carfilzomib#drugs
    """,
)
case(
    "as of a day, a treatment that began later is not there, and one that ended later is still given",
    """
    exposures
    drug        | started_on | ended_on
    bortezomib  | 2021-01-01 | 2021-06-01
    carfilzomib | 2021-08-15 | 2021-12-01
    measurements
    analyte    | measured_on | value
    creatinine | 2021-04-01  | 80
    """,
    """
    lines
    line | started_on | ended_on   | opened_by
    1    | 2021-01-01 | 2021-04-01 | first
    """,
    as_of="2021-05-01",
)

# Transplants -------------------------------------------------------------------------------------------------------

case(
    "induction, transplant, consolidation and lenalidomide maintenance, as planned, are one line",
    """
    exposures
    drug          | started_on | ended_on
    bortezomib    | 2021-01-01 | 2021-04-30
    lenalidomide  | 2021-01-01 | 2021-04-30
    dexamethasone | 2021-01-01 | 2021-04-30
    melphalan     | 2021-05-30 | 2021-05-30
    bortezomib    | 2021-08-01 | 2021-09-30
    lenalidomide  | 2021-08-01 | 2021-09-30
    dexamethasone | 2021-08-01 | 2021-09-30
    lenalidomide  | 2021-10-15 | 2023-10-15
    procedures
    procedure             | performed_on
    autologous_transplant | 2021-06-01
    """,
    """
    lines
    line | started_on | ended_on   | regimen | drugs                                 | opened_by | n_transplants
    1    | 2021-01-01 | 2023-10-15 | vrd     | bortezomib+dexamethasone+lenalidomide | first     | 1
    """,
)
case(
    "consolidation and maintenance with drugs new to the patient are still the planned line",
    """
    exposures
    drug          | started_on | ended_on
    bortezomib    | 2021-01-01 | 2021-04-30
    thalidomide   | 2021-01-01 | 2021-04-30
    dexamethasone | 2021-01-01 | 2021-04-30
    daratumumab   | 2021-08-01 | 2021-09-30
    carfilzomib   | 2021-08-01 | 2021-09-30
    lenalidomide  | 2021-10-15 | 2023-10-15
    procedures
    procedure             | performed_on
    autologous_transplant | 2021-06-01
    """,
    """
    lines
    line | ended_on   | regimen | drugs                                                                     | n_transplants
    1    | 2023-10-15 | vtd     | bortezomib+carfilzomib+daratumumab+dexamethasone+lenalidomide+thalidomide | 1
    """,
)
case(
    "a first transplant on day 365 was planned, on day 366 it opens a line",
    """
    exposures
    patient | drug       | started_on | ended_on
    after   | bortezomib | 2021-01-01 | 2021-12-01
    within  | bortezomib | 2021-01-01 | 2021-12-01
    procedures
    patient | procedure             | performed_on
    after   | autologous_transplant | 2022-01-02
    within  | autologous_transplant | 2022-01-01
    """,
    """
    lines
    patient | line | started_on | opened_by  | n_transplants | drugs
    after   | 1    | 2021-01-01 | first      | 0             | bortezomib
    after   | 2    | 2022-01-02 | transplant | 1             |
    within  | 1    | 2021-01-01 | first      | 1             | bortezomib
    """,
)
case(
    "a second transplant within 92 days is a planned tandem, on day 93 it opens a line",
    """
    exposures
    patient | drug       | started_on | ended_on
    after   | bortezomib | 2021-01-01 | 2021-05-01
    within  | bortezomib | 2021-01-01 | 2021-05-01
    procedures
    patient | procedure             | performed_on
    after   | autologous_transplant | 2021-06-01
    after   | autologous_transplant | 2021-09-02
    within  | autologous_transplant | 2021-06-01
    within  | autologous_transplant | 2021-09-01
    """,
    """
    lines
    patient | line | started_on | opened_by  | n_transplants
    after   | 1    | 2021-01-01 | first      | 1
    after   | 2    | 2021-09-02 | transplant | 1
    within  | 1    | 2021-01-01 | first      | 2
    """,
)
case(
    "an allogeneic transplant counts as a transplant, another procedure does not",
    """
    exposures
    patient | drug       | started_on | ended_on
    allo    | bortezomib | 2021-01-01 | 2021-05-01
    other   | bortezomib | 2021-01-01 | 2021-05-01
    procedures
    patient | procedure             | performed_on
    allo    | autologous_transplant | 2021-06-01
    allo    | allogeneic_transplant | 2022-06-01
    other   | autologous_transplant | 2021-06-01
    other   | leukapheresis         | 2022-06-01
    """,
    """
    lines
    patient | line | opened_by  | n_transplants
    allo    | 1    | first      | 1
    allo    | 2    | transplant | 1
    other   | 1    | first      | 1
    """,
)
case(
    "a second transplant later opens a line, and its conditioning belongs to that line",
    """
    exposures
    drug       | started_on | ended_on
    bortezomib | 2021-01-01 | 2021-05-01
    melphalan  | 2021-05-30 | 2021-05-30
    melphalan  | 2023-05-30 | 2023-05-30
    procedures
    procedure             | performed_on
    autologous_transplant | 2021-06-01
    autologous_transplant | 2023-06-01
    """,
    """
    lines
    line | started_on | ended_on   | opened_by  | drugs      | n_transplants
    1    | 2021-01-01 | 2021-06-01 | first      | bortezomib | 1
    2    | 2023-06-01 | 2023-06-01 | transplant |            | 1
    """,
)
case(
    "a transplant as the first treatment opens line 1, and its conditioning rides",
    """
    exposures
    drug      | started_on | ended_on
    melphalan | 2021-05-30 | 2021-05-30
    procedures
    procedure             | performed_on
    autologous_transplant | 2021-06-01
    """,
    """
    lines
    line | started_on | ended_on   | opened_by | drugs | n_transplants
    1    | 2021-06-01 | 2021-06-01 | first     |       | 1
    """,
)
case(
    "a transplant after progression was not planned, however soon",
    """
    exposures
    drug       | started_on | ended_on
    bortezomib | 2021-01-01 | 2021-05-01
    findings
    kind                 | found_on   | value
    reported_progression | 2021-05-10 | clinical
    procedures
    procedure             | performed_on
    autologous_transplant | 2021-06-01
    """,
    """
    lines
    line | started_on | opened_by
    1    | 2021-01-01 | first
    2    | 2021-06-01 | transplant
    """,
)
case(
    "a tandem transplant after progression was not planned",
    """
    exposures
    drug       | started_on | ended_on
    bortezomib | 2021-01-01 | 2021-05-01
    findings
    kind                 | found_on   | value
    reported_progression | 2021-07-10 | clinical
    procedures
    procedure             | performed_on
    autologous_transplant | 2021-06-01
    autologous_transplant | 2021-08-01
    """,
    """
    lines
    line | started_on | opened_by
    1    | 2021-01-01 | first
    2    | 2021-08-01 | transplant
    """,
)

# What rides along --------------------------------------------------------------------------------------------------

case(
    "a conditioning drug 14 days before a transplant rides, 15 days before it opens a line",
    """
    exposures
    patient | drug       | started_on | ended_on
    after   | bortezomib | 2021-01-01 | 2021-05-01
    after   | melphalan  | 2021-06-05 | 2021-06-05
    within  | bortezomib | 2021-01-01 | 2021-05-01
    within  | melphalan  | 2021-06-06 | 2021-06-06
    procedures
    patient | procedure             | performed_on
    after   | autologous_transplant | 2021-06-20
    within  | autologous_transplant | 2021-06-20
    """,
    """
    lines
    patient | line | started_on | opened_by       | drugs
    after   | 1    | 2021-01-01 | first           | bortezomib
    after   | 2    | 2021-06-05 | changed_regimen | melphalan
    within  | 1    | 2021-01-01 | first           | bortezomib
    """,
)
case(
    "a conditioning drug given after the transplant does not ride",
    """
    exposures
    patient | drug       | started_on | ended_on
    after   | bortezomib | 2021-01-01 | 2021-05-01
    after   | melphalan  | 2021-06-21 | 2021-06-21
    same    | bortezomib | 2021-01-01 | 2021-05-01
    same    | melphalan  | 2021-06-20 | 2021-06-20
    procedures
    patient | procedure             | performed_on
    after   | autologous_transplant | 2021-06-20
    same    | autologous_transplant | 2021-06-20
    """,
    """
    lines
    patient | line | drugs
    after   | 1    | bortezomib+melphalan
    same    | 1    | bortezomib
    """,
)
case(
    "each conditioning drug rides with its transplant",
    """
    exposures
    patient | drug        | started_on | ended_on
    bus     | bortezomib  | 2021-01-01 | 2021-05-01
    bus     | busulfan    | 2021-05-28 | 2021-05-30
    car     | bortezomib  | 2021-01-01 | 2021-05-01
    car     | carmustine  | 2021-05-30 | 2021-05-30
    mel     | bortezomib  | 2021-01-01 | 2021-05-01
    mel     | melphalan   | 2021-05-30 | 2021-05-30
    tre     | bortezomib  | 2021-01-01 | 2021-05-01
    tre     | treosulfan  | 2021-05-28 | 2021-05-30
    not     | bortezomib  | 2021-01-01 | 2021-05-01
    not     | bendamustine | 2021-05-28 | 2021-05-30
    procedures
    patient | procedure             | performed_on
    bus     | autologous_transplant | 2021-06-01
    car     | autologous_transplant | 2021-06-01
    mel     | autologous_transplant | 2021-06-01
    tre     | autologous_transplant | 2021-06-01
    not     | autologous_transplant | 2021-06-01
    """,
    """
    lines
    patient | line | opened_by       | drugs
    bus     | 1    | first           | bortezomib
    car     | 1    | first           | bortezomib
    mel     | 1    | first           | bortezomib
    not     | 1    | first           | bortezomib
    not     | 2    | changed_regimen | bendamustine
    tre     | 1    | first           | bortezomib
    """,
)
case(
    "conditioning without a recorded end was given on one day",
    """
    exposures
    drug       | started_on | ended_on
    bortezomib | 2021-01-01 | 2021-05-01
    melphalan  | 2021-05-30 |
    procedures
    procedure             | performed_on
    autologous_transplant | 2021-06-01
    """,
    """
    lines
    line | ended_on   | because
    1    | 2021-06-01 | lines-rajkumar-2015#treating_classes; exposures:bortezomib/2021-01-01
    """,
)
case(
    "melphalan without a transplant is treatment",
    """
    exposures
    patient | drug       | started_on | ended_on
    mp      | bortezomib | 2021-01-01 | 2021-05-01
    mp      | melphalan  | 2021-07-01 | 2021-12-01
    mp      | prednisone | 2021-07-01 | 2021-12-01
    vmp     | bortezomib | 2021-01-01 | 2021-12-01
    vmp     | melphalan  | 2021-01-01 | 2021-12-01
    vmp     | prednisone | 2021-01-01 | 2021-12-01
    """,
    """
    lines
    patient | line | opened_by       | drugs                           | regimen
    mp      | 1    | first           | bortezomib                      |
    mp      | 2    | changed_regimen | melphalan+prednisone            | mp
    vmp     | 1    | first           | bortezomib+melphalan+prednisone | vmp
    """,
)
case(
    "a mobilising drug 60 days before a transplant rides, 61 days before it opens a line",
    """
    exposures
    patient | drug             | started_on | ended_on
    after   | bortezomib       | 2021-01-01 | 2021-04-01
    after   | cyclophosphamide | 2021-04-20 | 2021-04-20
    within  | bortezomib       | 2021-01-01 | 2021-04-01
    within  | cyclophosphamide | 2021-04-21 | 2021-04-21
    procedures
    patient | procedure             | performed_on
    after   | autologous_transplant | 2021-06-20
    within  | autologous_transplant | 2021-06-20
    """,
    """
    lines
    patient | line | started_on | opened_by       | drugs
    after   | 1    | 2021-01-01 | first           | bortezomib
    after   | 2    | 2021-04-20 | changed_regimen | cyclophosphamide
    within  | 1    | 2021-01-01 | first           | bortezomib
    """,
)
case(
    "each mobilising drug rides with its transplant",
    """
    exposures
    patient | drug             | started_on | ended_on
    cyclo   | bortezomib       | 2021-01-01 | 2021-04-01
    cyclo   | cyclophosphamide | 2021-05-01 | 2021-05-01
    etop    | bortezomib       | 2021-01-01 | 2021-04-01
    etop    | etoposide        | 2021-05-01 | 2021-05-03
    not     | bortezomib       | 2021-01-01 | 2021-04-01
    not     | doxorubicin      | 2021-05-01 | 2021-05-03
    procedures
    patient | procedure             | performed_on
    cyclo   | autologous_transplant | 2021-06-20
    etop    | autologous_transplant | 2021-06-20
    not     | autologous_transplant | 2021-06-20
    """,
    """
    lines
    patient | line | opened_by       | drugs
    cyclo   | 1    | first           | bortezomib
    etop    | 1    | first           | bortezomib
    not     | 1    | first           | bortezomib
    not     | 2    | changed_regimen | doxorubicin
    """,
)
case(
    "a mobilising drug given over more than 14 days before a transplant is treatment",
    """
    exposures
    patient | drug             | started_on | ended_on
    after   | bortezomib       | 2021-01-01 | 2021-04-01
    after   | cyclophosphamide | 2021-04-21 | 2021-05-06
    within  | bortezomib       | 2021-01-01 | 2021-04-01
    within  | cyclophosphamide | 2021-04-21 | 2021-05-05
    procedures
    patient | procedure             | performed_on
    after   | autologous_transplant | 2021-06-20
    within  | autologous_transplant | 2021-06-20
    """,
    """
    lines
    patient | line | opened_by       | drugs
    after   | 1    | first           | bortezomib
    after   | 2    | changed_regimen | cyclophosphamide
    within  | 1    | first           | bortezomib
    """,
)
case(
    "cyclophosphamide without a transplant is treatment",
    """
    exposures
    drug             | started_on | ended_on
    bortezomib       | 2021-01-01 | 2021-12-01
    cyclophosphamide | 2021-04-20 | 2021-04-20
    """,
    """
    lines
    line | opened_by  | drugs
    1    | first      | bortezomib
    2    | added_drug | bortezomib+cyclophosphamide
    """,
)

# Consolidation and maintenance -------------------------------------------------------------------------------------

case(
    "a drug started 120 days after a planned transplant is consolidation, after 121 days it opens a line",
    """
    exposures
    patient | drug        | started_on | ended_on
    after   | bortezomib  | 2021-01-01 | 2021-05-01
    after   | carfilzomib | 2021-09-30 | 2021-12-01
    within  | bortezomib  | 2021-01-01 | 2021-05-01
    within  | carfilzomib | 2021-09-29 | 2021-12-01
    procedures
    patient | procedure             | performed_on
    after   | autologous_transplant | 2021-06-01
    within  | autologous_transplant | 2021-06-01
    """,
    """
    lines
    patient | line | started_on | opened_by       | drugs
    after   | 1    | 2021-01-01 | first           | bortezomib
    after   | 2    | 2021-09-30 | changed_regimen | carfilzomib
    within  | 1    | 2021-01-01 | first           | bortezomib+carfilzomib
    """,
)
case(
    "consolidation after progression opens a line",
    """
    exposures
    drug        | started_on | ended_on
    bortezomib  | 2021-01-01 | 2021-05-01
    carfilzomib | 2021-09-01 | 2021-12-01
    procedures
    procedure             | performed_on
    autologous_transplant | 2021-06-01
    findings
    kind                 | found_on   | value
    reported_progression | 2021-08-25 | clinical
    """,
    """
    lines
    line | started_on | opened_by
    1    | 2021-01-01 | first
    2    | 2021-09-01 | progression
    """,
)
case(
    "maintenance started 180 days after the last treatment belongs to the line, after 181 days it opens one",
    """
    exposures
    patient | drug         | started_on | ended_on
    after   | bortezomib   | 2021-01-01 | 2021-05-01
    after   | lenalidomide | 2021-10-29 | 2022-12-01
    within  | bortezomib   | 2021-01-01 | 2021-05-01
    within  | lenalidomide | 2021-10-28 | 2022-12-01
    """,
    """
    lines
    patient | line | started_on | opened_by       | drugs
    after   | 1    | 2021-01-01 | first           | bortezomib
    after   | 2    | 2021-10-29 | changed_regimen | lenalidomide
    within  | 1    | 2021-01-01 | first           | bortezomib+lenalidomide
    """,
)
case(
    "the gap before maintenance is counted from the transplant",
    """
    exposures
    patient | drug         | started_on | ended_on
    after   | bortezomib   | 2021-01-01 | 2021-03-01
    after   | lenalidomide | 2021-10-29 | 2022-12-01
    within  | bortezomib   | 2021-01-01 | 2021-03-01
    within  | lenalidomide | 2021-10-28 | 2022-12-01
    procedures
    patient | procedure             | performed_on
    after   | autologous_transplant | 2021-05-01
    within  | autologous_transplant | 2021-05-01
    """,
    """
    lines
    patient | line | started_on | opened_by
    after   | 1    | 2021-01-01 | first
    after   | 2    | 2021-10-29 | changed_regimen
    within  | 1    | 2021-01-01 | first
    """,
)
case(
    "each maintenance drug, alone, continues the line; other drugs open one",
    """
    exposures
    patient | drug         | started_on | ended_on
    bort    | carfilzomib  | 2021-01-01 | 2021-05-01
    bort    | bortezomib   | 2021-06-01 | 2022-06-01
    dara    | carfilzomib  | 2021-01-01 | 2021-05-01
    dara    | daratumumab  | 2021-06-01 | 2022-06-01
    ixa     | carfilzomib  | 2021-01-01 | 2021-05-01
    ixa     | ixazomib     | 2021-06-01 | 2022-06-01
    len     | carfilzomib  | 2021-01-01 | 2021-05-01
    len     | lenalidomide | 2021-06-01 | 2022-06-01
    thal    | carfilzomib  | 2021-01-01 | 2021-05-01
    thal    | thalidomide  | 2021-06-01 | 2022-06-01
    pom     | carfilzomib  | 2021-01-01 | 2021-05-01
    pom     | pomalidomide | 2021-06-01 | 2022-06-01
    """,
    """
    lines
    patient | line | opened_by       | drugs
    bort    | 1    | first           | bortezomib+carfilzomib
    dara    | 1    | first           | carfilzomib+daratumumab
    ixa     | 1    | first           | carfilzomib+ixazomib
    len     | 1    | first           | carfilzomib+lenalidomide
    pom     | 1    | first           | carfilzomib
    pom     | 2    | changed_regimen | pomalidomide
    thal    | 1    | first           | carfilzomib+thalidomide
    """,
)
case(
    "a maintenance drug that is not alone opens a line",
    """
    exposures
    patient | drug          | started_on | ended_on
    before  | bortezomib    | 2021-01-01 | 2022-05-01
    before  | lenalidomide  | 2021-06-01 | 2022-06-01
    day28   | bortezomib    | 2021-01-01 | 2021-05-01
    day28   | lenalidomide  | 2021-06-01 | 2022-06-01
    day28   | daratumumab   | 2021-06-29 | 2022-06-01
    steroid | bortezomib    | 2021-01-01 | 2021-05-01
    steroid | lenalidomide  | 2021-06-01 | 2022-06-01
    steroid | dexamethasone | 2021-06-01 | 2022-06-01
    """,
    """
    lines
    patient | line | started_on | opened_by
    before  | 1    | 2021-01-01 | first
    before  | 2    | 2021-06-01 | added_drug
    day28   | 1    | 2021-01-01 | first
    day28   | 2    | 2021-06-01 | changed_regimen
    steroid | 1    | 2021-01-01 | first
    steroid | 2    | 2021-06-01 | changed_regimen
    """,
)
case(
    "a drug that joins maintenance after its window is added; the induction that had ended before is not exchanged",
    """
    exposures
    drug         | started_on | ended_on
    bortezomib   | 2021-01-01 | 2021-05-01
    lenalidomide | 2021-06-01 | 2022-06-01
    daratumumab  | 2021-06-30 | 2022-06-01
    """,
    """
    lines
    line | started_on | opened_by  | drugs
    1    | 2021-01-01 | first      | bortezomib+lenalidomide
    2    | 2021-06-30 | added_drug | daratumumab+lenalidomide
    """,
)
case(
    "a treatment without a recorded end is still given when maintenance starts, but not after a transplant",
    """
    exposures
    patient | drug         | started_on | ended_on
    graft   | bortezomib   | 2021-01-01 |
    graft   | lenalidomide | 2021-10-20 | 2022-06-01
    none    | bortezomib   | 2021-01-01 |
    none    | lenalidomide | 2021-10-20 | 2022-06-01
    procedures
    patient | procedure             | performed_on
    graft   | autologous_transplant | 2021-06-01
    """,
    """
    lines
    patient | line | started_on | opened_by
    graft   | 1    | 2021-01-01 | first
    none    | 1    | 2021-01-01 | first
    none    | 2    | 2021-10-20 | changed_regimen
    """,
)
case(
    "maintenance started on the day of progression, or after it, opens a line; started before it does not",
    """
    exposures
    patient | drug         | started_on | ended_on
    after   | bortezomib   | 2021-01-01 | 2021-05-01
    after   | lenalidomide | 2021-06-01 | 2022-06-01
    before  | bortezomib   | 2021-01-01 | 2021-05-01
    before  | lenalidomide | 2021-06-01 | 2022-06-01
    findings
    patient | kind                 | found_on   | value
    after   | reported_progression | 2021-06-01 | clinical
    before  | reported_progression | 2021-06-02 | clinical
    """,
    """
    lines
    patient | line | started_on | opened_by
    after   | 1    | 2021-01-01 | first
    after   | 2    | 2021-06-01 | progression
    before  | 1    | 2021-01-01 | first
    """,
)
case(
    "maintenance after a confirmed rise of the M-protein opens a line, after one that was refuted it does not",
    """
    exposures
    patient   | drug         | started_on | ended_on
    confirmed | bortezomib   | 2021-01-01 | 2021-05-01
    confirmed | lenalidomide | 2021-06-10 | 2022-06-01
    refuted   | bortezomib   | 2021-01-01 | 2021-05-01
    refuted   | lenalidomide | 2021-06-10 | 2022-06-01
    measurements
    patient   | analyte         | measured_on | value
    confirmed | serum_m_protein | 2021-01-01  | 30
    confirmed | serum_m_protein | 2021-03-01  | 10
    confirmed | serum_m_protein | 2021-04-01  | 10
    confirmed | serum_m_protein | 2021-06-01  | 20
    confirmed | serum_m_protein | 2021-07-01  | 21
    refuted   | serum_m_protein | 2021-01-01  | 30
    refuted   | serum_m_protein | 2021-03-01  | 10
    refuted   | serum_m_protein | 2021-04-01  | 10
    refuted   | serum_m_protein | 2021-06-01  | 20
    refuted   | serum_m_protein | 2021-07-01  | 11
    """,
    """
    lines
    patient   | line | started_on | opened_by
    confirmed | 1    | 2021-01-01 | first
    confirmed | 2    | 2021-06-10 | progression
    refuted   | 1    | 2021-01-01 | first
    """,
)
case(
    "maintenance after an investigator reported progression opens a line, though the sign that confirms it comes later",
    """
    exposures
    drug         | started_on | ended_on
    bortezomib   | 2021-01-01 | 2021-07-09
    lenalidomide | 2021-07-29 | 2021-12-01
    measurements
    analyte         | measured_on | value
    serum_m_protein | 2021-01-01  | 40
    serum_m_protein | 2021-04-10  | 10
    serum_m_protein | 2021-05-10  | 10
    serum_m_protein | 2021-06-10  | 10
    serum_m_protein | 2021-07-24  | 14
    serum_m_protein | 2021-08-20  | 16
    serum_m_protein | 2021-09-20  | 16
    findings
    kind              | found_on   | value
    reported_response | 2021-07-20 | PD
    """,
    """
    lines
    line | started_on | opened_by
    1    | 2021-01-01 | first
    2    | 2021-07-29 | progression
    """,
)
case(
    "a drug outlasting its line and stopped later for progression did not end the earlier line by progression",
    """
    exposures
    drug         | started_on | ended_on   | stopped_because
    lenalidomide | 2021-01-01 | 2021-12-01 | progression
    daratumumab  | 2021-07-01 | 2021-12-01 | progression
    """,
    """
    lines
    line | started_on | opened_by
    1    | 2021-01-01 | first
    2    | 2021-07-01 | added_drug
    progressions
    line | progressed_on | confirmed_on | criterion
    2    | 2021-12-01    | 2021-12-01   | clinical
    """,
)

# Cell products -----------------------------------------------------------------------------------------------------

case(
    "a cell product 120 days after the leukapheresis shares the line of its bridging, after 121 days it opens one",
    """
    exposures
    patient | drug                      | started_on | ended_on
    after   | bortezomib                | 2020-01-01 | 2020-12-01
    after   | pomalidomide              | 2021-03-05 | 2021-05-01
    after   | ciltacabtagene-autoleucel | 2021-06-30 |
    within  | bortezomib                | 2020-01-01 | 2020-12-01
    within  | pomalidomide              | 2021-03-05 | 2021-05-01
    within  | ciltacabtagene-autoleucel | 2021-06-29 |
    procedures
    patient | procedure     | performed_on
    after   | leukapheresis | 2021-03-01
    within  | leukapheresis | 2021-03-01
    """,
    """
    lines
    patient | line | started_on | ended_on   | opened_by       | drugs
    after   | 1    | 2020-01-01 | 2020-12-01 | first           | bortezomib
    after   | 2    | 2021-03-05 | 2021-05-01 | changed_regimen | pomalidomide
    after   | 3    | 2021-06-30 | 2021-06-30 | changed_regimen | ciltacabtagene-autoleucel
    within  | 1    | 2020-01-01 | 2020-12-01 | first           | bortezomib
    within  | 2    | 2021-03-05 | 2021-06-29 | changed_regimen | ciltacabtagene-autoleucel+pomalidomide
    """,
)
case(
    "bridging counts from the day of the leukapheresis; what began before it is not bridging",
    """
    exposures
    patient | drug                   | started_on | ended_on
    before  | pomalidomide           | 2021-02-28 | 2021-05-01
    before  | idecabtagene-vicleucel | 2021-05-15 |
    same    | pomalidomide           | 2021-03-01 | 2021-05-01
    same    | idecabtagene-vicleucel | 2021-05-15 |
    procedures
    patient | procedure     | performed_on
    before  | leukapheresis | 2021-03-01
    same    | leukapheresis | 2021-03-01
    """,
    """
    lines
    patient | line | opened_by       | drugs
    before  | 1    | first           | pomalidomide
    before  | 2    | changed_regimen | idecabtagene-vicleucel
    same    | 1    | first           | idecabtagene-vicleucel+pomalidomide
    """,
)
case(
    "a cell product without bridging opens a line, and the lymphodepletion before it belongs to that line",
    """
    exposures
    drug                      | started_on | ended_on
    bortezomib                | 2020-01-01 | 2020-12-01
    cyclophosphamide          | 2021-04-25 | 2021-04-27
    fludarabine               | 2021-04-25 | 2021-04-27
    ciltacabtagene-autoleucel | 2021-05-01 |
    procedures
    procedure     | performed_on
    leukapheresis | 2021-03-01
    """,
    """
    lines
    line | started_on | ended_on   | opened_by       | drugs
    1    | 2020-01-01 | 2020-12-01 | first           | bortezomib
    2    | 2021-05-01 | 2021-05-01 | changed_regimen | ciltacabtagene-autoleucel
    """,
)
case(
    "a cell product after progression under bridging opens a line",
    """
    exposures
    drug                      | started_on | ended_on
    pomalidomide              | 2021-03-05 | 2021-05-01
    ciltacabtagene-autoleucel | 2021-05-15 |
    procedures
    procedure     | performed_on
    leukapheresis | 2021-03-01
    findings
    kind                 | found_on   | value
    reported_progression | 2021-05-01 | clinical
    """,
    """
    lines
    line | started_on | opened_by
    1    | 2021-03-05 | first
    2    | 2021-05-15 | progression
    """,
)
case(
    "a lymphodepleting drug 14 days before a cell product rides, 15 days before it opens a line",
    """
    exposures
    patient | drug                   | started_on | ended_on
    after   | bortezomib             | 2020-01-01 | 2020-12-01
    after   | cyclophosphamide       | 2021-06-05 | 2021-06-07
    after   | idecabtagene-vicleucel | 2021-06-20 |
    within  | bortezomib             | 2020-01-01 | 2020-12-01
    within  | cyclophosphamide       | 2021-06-06 | 2021-06-08
    within  | idecabtagene-vicleucel | 2021-06-20 |
    """,
    """
    lines
    patient | line | started_on | drugs
    after   | 1    | 2020-01-01 | bortezomib
    after   | 2    | 2021-06-05 | cyclophosphamide+idecabtagene-vicleucel
    within  | 1    | 2020-01-01 | bortezomib
    within  | 2    | 2021-06-20 | idecabtagene-vicleucel
    """,
)
case(
    "each lymphodepleting drug rides with its cell product",
    """
    exposures
    patient | drug                   | started_on | ended_on
    benda   | bortezomib             | 2020-01-01 | 2020-12-01
    benda   | bendamustine           | 2021-06-15 | 2021-06-16
    benda   | idecabtagene-vicleucel | 2021-06-20 |
    cyclo   | bortezomib             | 2020-01-01 | 2020-12-01
    cyclo   | cyclophosphamide       | 2021-06-15 | 2021-06-17
    cyclo   | idecabtagene-vicleucel | 2021-06-20 |
    flu     | bortezomib             | 2020-01-01 | 2020-12-01
    flu     | fludarabine            | 2021-06-15 | 2021-06-17
    flu     | idecabtagene-vicleucel | 2021-06-20 |
    mel     | bortezomib             | 2020-01-01 | 2020-12-01
    mel     | melphalan              | 2021-06-15 | 2021-06-17
    mel     | idecabtagene-vicleucel | 2021-06-20 |
    """,
    """
    lines
    patient | line | started_on | ended_on   | drugs
    benda   | 1    | 2020-01-01 | 2020-12-01 | bortezomib
    benda   | 2    | 2021-06-20 | 2021-06-20 | idecabtagene-vicleucel
    cyclo   | 1    | 2020-01-01 | 2020-12-01 | bortezomib
    cyclo   | 2    | 2021-06-20 | 2021-06-20 | idecabtagene-vicleucel
    flu     | 1    | 2020-01-01 | 2020-12-01 | bortezomib
    flu     | 2    | 2021-06-20 | 2021-06-20 | idecabtagene-vicleucel
    mel     | 1    | 2020-01-01 | 2020-12-01 | bortezomib
    mel     | 2    | 2021-06-15 | 2021-06-20 | idecabtagene-vicleucel+melphalan
    """,
)
case(
    "fludarabine without a cell product opens nothing",
    """
    exposures
    drug        | started_on | ended_on
    bortezomib  | 2021-01-01 | 2021-12-01
    fludarabine | 2021-06-01 | 2021-06-03
    """,
    """
    lines
    line | drugs
    1    | bortezomib
    """,
)

# Doses charted day by day ------------------------------------------------------------------------------------------

case(
    "a drug exchanged while the doses of another go on is a substitution, charted by doses as by stretches",
    """
    exposures
    patient | drug         | started_on | ended_on
    dose    | carfilzomib  | 2021-01-01 | 2021-03-01
    dose    | daratumumab  | 2021-01-01 | 2021-01-01
    dose    | daratumumab  | 2021-01-29 | 2021-01-29
    dose    | daratumumab  | 2021-02-26 | 2021-02-26
    dose    | daratumumab  | 2021-03-15 | 2021-03-15
    dose    | daratumumab  | 2021-04-12 | 2021-04-12
    dose    | pomalidomide | 2021-03-20 | 2021-05-01
    stretch | carfilzomib  | 2021-01-01 | 2021-03-01
    stretch | daratumumab  | 2021-01-01 | 2021-04-12
    stretch | pomalidomide | 2021-03-20 | 2021-05-01
    """,
    """
    lines
    patient | line | started_on | ended_on   | opened_by        | drugs
    dose    | 1    | 2021-01-01 | 2021-03-20 | first            | carfilzomib+daratumumab
    dose    | 2    | 2021-03-20 | 2021-05-01 | substituted_drug | daratumumab+pomalidomide
    stretch | 1    | 2021-01-01 | 2021-03-20 | first            | carfilzomib+daratumumab
    stretch | 2    | 2021-03-20 | 2021-05-01 | substituted_drug | daratumumab+pomalidomide
    """,
)
case(
    "a monthly dose that comes after the regimen window of a line it outlasted opens none",
    """
    exposures
    drug         | started_on | ended_on
    daratumumab  | 2021-01-01 | 2021-01-01
    daratumumab  | 2021-01-29 | 2021-01-29
    daratumumab  | 2021-03-10 | 2021-03-10
    pomalidomide | 2021-02-01 | 2021-06-01
    """,
    """
    lines
    line | started_on | opened_by  | drugs
    1    | 2021-01-01 | first      | daratumumab
    2    | 2021-02-01 | added_drug | daratumumab+pomalidomide
    """,
)
case(
    "doses 60 days apart are one course, 61 days apart two",
    """
    exposures
    patient | drug        | started_on | ended_on
    one     | carfilzomib | 2021-01-01 | 2021-01-01
    one     | carfilzomib | 2021-03-02 | 2021-03-02
    one     | selinexor   | 2021-01-31 | 2021-06-01
    two     | carfilzomib | 2021-01-01 | 2021-01-01
    two     | carfilzomib | 2021-03-03 | 2021-03-03
    two     | selinexor   | 2021-01-31 | 2021-06-01
    """,
    """
    lines
    patient | line | started_on | opened_by
    one     | 1    | 2021-01-01 | first
    one     | 2    | 2021-01-31 | added_drug
    two     | 1    | 2021-01-01 | first
    two     | 2    | 2021-01-31 | changed_regimen
    two     | 3    | 2021-03-03 | added_drug
    """,
)
case(
    "a dose that was the last for a charted reason ends its course",
    """
    exposures
    patient | drug        | started_on | ended_on   | stopped_because
    open    | carfilzomib | 2021-01-01 | 2021-01-01 |
    open    | carfilzomib | 2021-03-02 | 2021-03-02 |
    open    | selinexor   | 2021-01-31 | 2021-06-01 |
    reason  | carfilzomib | 2021-01-01 | 2021-01-01 | toxicity
    reason  | carfilzomib | 2021-03-02 | 2021-03-02 |
    reason  | selinexor   | 2021-01-31 | 2021-06-01 |
    """,
    """
    lines
    patient | line | started_on | opened_by
    open    | 1    | 2021-01-01 | first
    open    | 2    | 2021-01-31 | added_drug
    reason  | 1    | 2021-01-01 | first
    reason  | 2    | 2021-01-31 | changed_regimen
    reason  | 3    | 2021-03-02 | added_drug
    """,
)

_MONTHLY = "\n".join(
    f"{patient} | daratumumab | {day} | {day}"
    for patient in ("graft", "none")
    for day in (
        "2021-01-01", "2021-01-29", "2021-03-20", "2021-04-17", "2021-05-15", "2021-06-12", "2021-07-10", "2021-08-07",
        "2021-09-04",
    )
)  # fmt: skip
case(
    "a transplant between two doses ends the course: what had stopped before it is not exchanged for what comes after",
    f"""
    exposures
    patient | drug | started_on | ended_on
    {_MONTHLY}
    graft   | carfilzomib  | 2021-01-01 | 2021-02-05
    graft   | pomalidomide | 2021-08-20 | 2021-10-01
    none    | carfilzomib  | 2021-01-01 | 2021-02-05
    none    | pomalidomide | 2021-08-20 | 2021-10-01
    procedures
    patient | procedure             | performed_on
    graft   | autologous_transplant | 2021-02-10
    """,
    """
    lines
    patient | line | started_on | opened_by
    graft   | 1    | 2021-01-01 | first
    graft   | 2    | 2021-08-20 | added_drug
    none    | 1    | 2021-01-01 | first
    none    | 2    | 2021-08-20 | substituted_drug
    """,
)
case(
    "maintenance is not accompanied by the doses of a steroid that had begun before it, no more than by its stretch",
    """
    exposures
    patient | drug          | started_on | ended_on
    dose    | bortezomib    | 2021-01-01 | 2021-04-01
    dose    | dexamethasone | 2021-04-20 | 2021-04-20
    dose    | dexamethasone | 2021-05-05 | 2021-05-05
    dose    | lenalidomide  | 2021-05-01 | 2021-09-01
    new     | bortezomib    | 2021-01-01 | 2021-04-01
    new     | dexamethasone | 2021-05-05 | 2021-05-05
    new     | lenalidomide  | 2021-05-01 | 2021-09-01
    stretch | bortezomib    | 2021-01-01 | 2021-04-01
    stretch | dexamethasone | 2021-04-20 | 2021-05-05
    stretch | lenalidomide  | 2021-05-01 | 2021-09-01
    """,
    """
    lines
    patient | line | started_on | opened_by
    dose    | 1    | 2021-01-01 | first
    new     | 1    | 2021-01-01 | first
    new     | 2    | 2021-05-01 | changed_regimen
    stretch | 1    | 2021-01-01 | first
    """,
)
