"""What an investigator reported, used only where nothing can be derived."""

from tests.spec.drawn import case

case(
    "a reported response is used where no marker was read",
    """
    exposures
    drug       | started_on
    bortezomib | 2020-01-01
    findings
    kind              | found_on   | value
    reported_response | 2020-02-01 | PR
    reported_response | 2020-03-01 | PR
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
    "a reported response says that it was reported and not derived",
    """
    exposures
    drug       | started_on
    bortezomib | 2020-01-01
    findings
    kind              | found_on   | value
    reported_response | 2020-02-01 | SD
    """,
    """
    responses
    assessed_on | because
    2020-02-01  | imwg-response-2016#categories; findings:reported_response/2020-02-01; reported by the investigator, not derived
    """,
)
case(
    "a reported response stands back behind what can be derived",
    """
    exposures
    drug       | started_on
    bortezomib | 2020-01-01
    measurements
    analyte         | measured_on | value
    serum_m_protein | 2020-01-01  | 40
    serum_m_protein | 2020-02-01  | 36
    findings
    kind              | found_on   | value
    reported_response | 2020-02-01 | PR
    """,
    """
    responses
    assessed_on | response | confirmed | confirmed_on
    2020-02-01  | SD       | true      | 2020-02-01
    """,
)
case(
    "a reported response is confirmed by the same rules as any other",
    """
    exposures
    patient | drug       | started_on
    once    | bortezomib | 2020-01-01
    then    | bortezomib | 2020-01-01
    findings
    patient | kind              | found_on   | value
    once    | reported_response | 2020-02-01 | VGPR
    then    | reported_response | 2020-02-01 | VGPR
    then    | reported_response | 2020-03-01 | PR
    """,
    """
    best_responses
    patient | best | unconfirmed
    once    | SD   | VGPR
    then    | PR   |
    """,
)
case(
    "a derived response confirms a reported one",
    """
    exposures
    drug       | started_on
    bortezomib | 2020-01-01
    measurements
    analyte         | measured_on | value
    serum_m_protein | 2020-01-01  | 40
    serum_m_protein | 2020-03-01  | 20
    findings
    kind              | found_on   | value
    reported_response | 2020-02-01 | PR
    """,
    """
    responses
    assessed_on | response | confirmed | confirmed_on
    2020-02-01  | PR       | true      | 2020-03-01
    2020-03-01  | PR       | false     |
    """,
)
case(
    "a reported category that is not evaluable is not a response",
    """
    exposures
    drug       | started_on
    bortezomib | 2020-01-01
    findings
    kind              | found_on   | value
    reported_response | 2020-02-01 | NE
    """,
    """
    responses
    assessed_on | response | confirmed | confirmed_on
    2020-02-01  | NE       | false     |
    best_responses
    best | achieved_on | unconfirmed
    NE   |             |
    """,
)
case(
    "a reported progression of category needs a second sign",
    """
    exposures
    patient | drug       | started_on
    alone   | bortezomib | 2020-01-01
    twice   | bortezomib | 2020-01-01
    findings
    patient | kind              | found_on   | value
    alone   | reported_response | 2020-02-01 | PD
    twice   | reported_response | 2020-02-01 | PD
    twice   | reported_response | 2020-03-01 | PD
    """,
    """
    progressions
    patient | progressed_on | confirmed_on | criterion
    alone   | 2020-02-01    |              | clinical
    twice   | 2020-02-01    | 2020-03-01   | clinical
    responses
    patient | assessed_on | response | confirmed
    alone   | 2020-02-01  | PD       | false
    twice   | 2020-02-01  | PD       | true
    twice   | 2020-03-01  | PD       | true
    """,
)
case(
    "a reported progression of category is confirmed by a later rise",
    """
    exposures
    drug       | started_on
    bortezomib | 2020-01-01
    measurements
    analyte         | measured_on | value
    serum_m_protein | 2020-01-01  | 40
    serum_m_protein | 2020-03-01  | 60
    findings
    kind              | found_on   | value
    reported_response | 2020-02-01 | PD
    """,
    """
    progressions
    progressed_on | confirmed_on | criterion
    2020-02-01    | 2020-03-01   | clinical
    """,
)
