"""Which second assessment confirms a response, and what is best (Kumar 2016)."""

from tests.spec.drawn import case

case(
    "a response is confirmed by the next assessment and dated by the first",
    """
    exposures
    drug       | started_on
    bortezomib | 2020-01-01
    measurements
    analyte         | measured_on | value
    serum_m_protein | 2020-01-01  | 40
    serum_m_protein | 2020-02-01  | 20
    serum_m_protein | 2020-03-01  | 19
    """,
    """
    responses
    assessed_on | response | confirmed | confirmed_on
    2020-02-01  | PR       | true      | 2020-03-01
    2020-03-01  | PR       | false     |
    best_responses
    best | achieved_on | unconfirmed
    PR   | 2020-02-01  |
    """,
)
case(
    "a deeper response confirms the one before it and awaits its own second",
    """
    exposures
    drug       | started_on
    bortezomib | 2020-01-01
    measurements
    analyte         | measured_on | value
    serum_m_protein | 2020-01-01  | 40
    serum_m_protein | 2020-02-01  | 20
    serum_m_protein | 2020-03-01  | 4
    """,
    """
    responses
    assessed_on | response | confirmed | confirmed_on
    2020-02-01  | PR       | true      | 2020-03-01
    2020-03-01  | VGPR     | false     |
    best_responses
    best | achieved_on | unconfirmed
    PR   | 2020-02-01  | VGPR
    """,
)
case(
    "a lesser next assessment confirms no more than itself",
    """
    exposures
    drug       | started_on
    bortezomib | 2020-01-01
    measurements
    analyte         | measured_on | value
    serum_m_protein | 2020-01-01  | 40
    serum_m_protein | 2020-02-01  | 4
    serum_m_protein | 2020-03-01  | 20
    serum_m_protein | 2020-04-01  | 20
    """,
    """
    responses
    assessed_on | response | confirmed | confirmed_on
    2020-02-01  | VGPR     | false     |
    2020-03-01  | PR       | true      | 2020-04-01
    2020-04-01  | PR       | false     |
    best_responses
    best | achieved_on | unconfirmed
    PR   | 2020-02-01  |
    """,
)
case(
    "a deep response that is refuted at once is forgotten",
    """
    exposures
    drug       | started_on
    bortezomib | 2020-01-01
    measurements
    analyte         | measured_on | value
    serum_m_protein | 2020-01-01  | 40
    serum_m_protein | 2020-02-01  | 4
    serum_m_protein | 2020-03-01  | 36
    serum_m_protein | 2020-04-01  | 36
    """,
    """
    responses
    assessed_on | response | confirmed | confirmed_on
    2020-02-01  | VGPR     | false     |
    2020-03-01  | SD       | true      | 2020-03-01
    2020-04-01  | SD       | true      | 2020-04-01
    best_responses
    best | achieved_on | unconfirmed
    SD   | 2020-02-01  |
    """,
)
case(
    "an assessment that cannot be evaluated is passed over in confirmation",
    """
    exposures
    drug       | started_on
    bortezomib | 2020-01-01
    measurements
    analyte         | measured_on | value
    serum_m_protein | 2020-01-01  | 40
    serum_m_protein | 2020-02-01  | 20
    serum_m_protein | 2020-04-01  | 20
    findings
    kind                 | found_on   | value
    serum_immunofixation | 2020-03-01 | positive
    """,
    """
    responses
    assessed_on | response | confirmed | confirmed_on
    2020-02-01  | PR       | true      | 2020-04-01
    2020-03-01  | NE       | false     |
    2020-04-01  | PR       | false     |
    best_responses
    best | achieved_on | unconfirmed
    PR   | 2020-02-01  |
    """,
)
case(
    "an assessment that rests on a sample already read confirms nothing",
    """
    exposures
    drug       | started_on
    bortezomib | 2020-01-01
    measurements
    analyte         | measured_on | value
    serum_m_protein | 2020-01-01  | 40
    serum_m_protein | 2020-02-01  | 20
    findings
    kind                 | found_on   | value
    serum_immunofixation | 2020-02-08 | positive
    """,
    """
    responses
    assessed_on | response | confirmed | confirmed_on
    2020-02-01  | PR       | false     |
    2020-02-08  | PR       | false     |
    best_responses
    best | achieved_on | unconfirmed
    SD   | 2020-02-01  | PR
    """,
)
case(
    "an assessment on a sample already read does not stand between a response and its confirmation",
    """
    exposures
    drug       | started_on
    bortezomib | 2020-01-01
    measurements
    analyte         | measured_on | value
    serum_m_protein | 2020-01-01  | 40
    serum_m_protein | 2020-02-01  | 20
    serum_m_protein | 2020-03-01  | 20
    findings
    kind                 | found_on   | value
    serum_immunofixation | 2020-02-08 | positive
    """,
    """
    responses
    assessed_on | response | confirmed | confirmed_on
    2020-02-01  | PR       | true      | 2020-03-01
    2020-02-08  | PR       | true      | 2020-03-01
    2020-03-01  | PR       | false     |
    best_responses
    best | achieved_on | unconfirmed
    PR   | 2020-02-01  |
    """,
)
case(
    "two values of one day are one assessment and do not confirm each other",
    """
    exposures
    drug       | started_on
    bortezomib | 2020-01-01
    measurements
    analyte         | measured_on | value
    serum_m_protein | 2020-01-01  | 40
    serum_m_protein | 2020-02-01  | 20
    serum_m_protein | 2020-02-01  | 18
    """,
    """
    responses
    assessed_on | response | confirmed | confirmed_on
    2020-02-01  | PR       | false     |
    best_responses
    best | achieved_on | unconfirmed
    SD   | 2020-02-01  | PR
    """,
)
case(
    "stable disease needs no second assessment",
    """
    exposures
    drug       | started_on
    bortezomib | 2020-01-01
    measurements
    analyte         | measured_on | value
    serum_m_protein | 2020-01-01  | 40
    serum_m_protein | 2020-02-01  | 36
    """,
    """
    responses
    assessed_on | response | confirmed | confirmed_on
    2020-02-01  | SD       | true      | 2020-02-01
    best_responses
    best | achieved_on | unconfirmed
    SD   | 2020-02-01  |
    """,
)
case(
    "a response seen only at the last assessment is stable disease and an unconfirmed response",
    """
    exposures
    drug       | started_on
    bortezomib | 2020-01-01
    measurements
    analyte         | measured_on | value
    serum_m_protein | 2020-01-01  | 40
    serum_m_protein | 2020-02-01  | 36
    serum_m_protein | 2020-03-01  | 20
    """,
    """
    responses
    assessed_on | response | confirmed | confirmed_on
    2020-02-01  | SD       | true      | 2020-02-01
    2020-03-01  | PR       | false     |
    best_responses
    best | achieved_on | unconfirmed
    SD   | 2020-02-01  | PR
    """,
)
case(
    "a minimal response needs a second assessment too",
    """
    exposures
    patient | drug       | started_on
    one     | bortezomib | 2020-01-01
    two     | bortezomib | 2020-01-01
    measurements
    patient | analyte         | measured_on | value
    one     | serum_m_protein | 2020-01-01  | 40
    one     | serum_m_protein | 2020-02-01  | 30
    two     | serum_m_protein | 2020-01-01  | 40
    two     | serum_m_protein | 2020-02-01  | 30
    two     | serum_m_protein | 2020-03-01  | 30
    """,
    """
    best_responses
    patient | best | unconfirmed
    one     | SD   | MR
    two     | MR   |
    """,
)
case(
    "VGPR, CR and sCR each need a second assessment",
    """
    exposures
    patient | drug       | started_on
    cr      | bortezomib | 2020-01-01
    scr     | bortezomib | 2020-01-01
    vgpr    | bortezomib | 2020-01-01
    measurements
    patient | analyte                  | measured_on | value
    cr      | serum_m_protein          | 2020-01-01  | 40
    cr      | serum_m_protein          | 2020-02-01  | 0
    cr      | serum_m_protein          | 2020-03-01  | 0
    cr      | bone_marrow_plasma_cells | 2020-02-01  | 2
    scr     | serum_m_protein          | 2020-01-01  | 40
    scr     | serum_m_protein          | 2020-02-01  | 0
    scr     | serum_m_protein          | 2020-03-01  | 0
    scr     | bone_marrow_plasma_cells | 2020-02-01  | 2
    scr     | kappa_flc                | 2020-02-01  | 10
    scr     | kappa_flc                | 2020-03-01  | 10
    scr     | lambda_flc               | 2020-02-01  | 10
    scr     | lambda_flc               | 2020-03-01  | 10
    vgpr    | serum_m_protein          | 2020-01-01  | 40
    vgpr    | serum_m_protein          | 2020-02-01  | 4
    vgpr    | serum_m_protein          | 2020-03-01  | 4
    findings
    patient | kind                 | found_on   | value
    cr      | serum_immunofixation | 2020-02-01 | negative
    cr      | serum_immunofixation | 2020-03-01 | negative
    cr      | urine_immunofixation | 2020-02-01 | negative
    scr     | serum_immunofixation | 2020-02-01 | negative
    scr     | serum_immunofixation | 2020-03-01 | negative
    scr     | urine_immunofixation | 2020-02-01 | negative
    scr     | clonal_plasma_cells  | 2020-02-01 | absent
    """,
    """
    responses
    patient | assessed_on | response | confirmed_on
    cr      | 2020-02-01  | CR       | 2020-03-01
    cr      | 2020-03-01  | CR       |
    scr     | 2020-02-01  | sCR      | 2020-03-01
    scr     | 2020-03-01  | sCR      |
    vgpr    | 2020-02-01  | VGPR     | 2020-03-01
    vgpr    | 2020-03-01  | VGPR     |
    best_responses
    patient | best
    cr      | CR
    scr     | sCR
    vgpr    | VGPR
    """,
)
case(
    "an assessment after new therapy began confirms no response of the line before",
    """
    exposures
    drug         | started_on | ended_on
    bortezomib   | 2020-01-01 | 2020-02-15
    pomalidomide | 2020-03-01 |
    measurements
    analyte         | measured_on | value
    serum_m_protein | 2020-01-01  | 40
    serum_m_protein | 2020-02-01  | 20
    serum_m_protein | 2020-03-15  | 20
    """,
    """
    responses
    line | assessed_on | response | confirmed
    1    | 2020-02-01  | PR       | false
    2    | 2020-03-15  | SD       | true
    best_responses
    line | best | unconfirmed
    1    | SD   | PR
    2    | SD   |
    """,
)
case(
    "a response unconfirmed because progression followed is not the best",
    """
    exposures
    drug       | started_on
    bortezomib | 2020-01-01
    measurements
    analyte         | measured_on | value
    serum_m_protein | 2020-01-01  | 40
    serum_m_protein | 2020-02-01  | 20
    serum_m_protein | 2020-03-01  | 60
    serum_m_protein | 2020-04-01  | 60
    """,
    """
    responses
    assessed_on | response | confirmed | confirmed_on
    2020-02-01  | PR       | false     |
    2020-03-01  | PD       | true      | 2020-04-01
    2020-04-01  | PD       | true      | 2020-04-01
    best_responses
    best | achieved_on | unconfirmed
    SD   | 2020-02-01  |
    """,
)
case(
    "after confirmed progression every assessment of the line is progression and the best is not improved",
    """
    exposures
    drug       | started_on
    bortezomib | 2020-01-01
    measurements
    analyte         | measured_on | value
    serum_m_protein | 2020-01-01  | 40
    serum_m_protein | 2020-02-01  | 30
    serum_m_protein | 2020-03-01  | 30
    serum_m_protein | 2020-04-01  | 60
    serum_m_protein | 2020-05-01  | 60
    serum_m_protein | 2020-06-01  | 4
    serum_m_protein | 2020-07-01  | 4
    """,
    """
    responses
    assessed_on | response | confirmed | confirmed_on
    2020-02-01  | MR       | true      | 2020-03-01
    2020-03-01  | MR       | false     |
    2020-04-01  | PD       | true      | 2020-05-01
    2020-05-01  | PD       | true      | 2020-05-01
    2020-06-01  | PD       | true      | 2020-05-01
    2020-07-01  | PD       | true      | 2020-05-01
    best_responses
    best | achieved_on | unconfirmed
    MR   | 2020-02-01  |
    """,
)
case(
    "a line of which nothing but progression was seen has progression as its best",
    """
    exposures
    drug       | started_on
    bortezomib | 2020-01-01
    measurements
    analyte         | measured_on | value
    serum_m_protein | 2020-01-01  | 40
    serum_m_protein | 2020-02-01  | 60
    serum_m_protein | 2020-03-01  | 60
    """,
    """
    responses
    assessed_on | response | confirmed | confirmed_on
    2020-02-01  | PD       | true      | 2020-03-01
    2020-03-01  | PD       | true      | 2020-03-01
    best_responses
    best | achieved_on | unconfirmed
    PD   | 2020-02-01  |
    """,
)
case(
    "progression that is not confirmed does not end the line's responses",
    """
    exposures
    drug       | started_on
    bortezomib | 2020-01-01
    measurements
    analyte         | measured_on | value
    serum_m_protein | 2020-01-01  | 40
    serum_m_protein | 2020-02-01  | 60
    serum_m_protein | 2020-03-01  | 20
    serum_m_protein | 2020-04-01  | 20
    """,
    """
    responses
    assessed_on | response | confirmed | confirmed_on
    2020-02-01  | PD       | false     |
    2020-03-01  | PR       | true      | 2020-04-01
    2020-04-01  | PR       | false     |
    best_responses
    best | achieved_on | unconfirmed
    PR   | 2020-03-01  |
    """,
)
case(
    "a line without any assessment is not evaluable",
    """
    exposures
    drug       | started_on
    bortezomib | 2020-01-01
    measurements
    analyte         | measured_on | value
    serum_m_protein | 2020-01-01  | 40
    """,
    """
    responses
    (none)
    best_responses
    best | achieved_on | because
    NE   |             | imwg-response-2016#categories; no assessment of this line can be evaluated
    """,
)
