"""What each line opened with, what came after it, and what is marked in a picture of the course."""

from tests.spec.drawn import case

case(
    "a line opens with the classes of the drugs of its first 28 days; a day later is no opening, steroids do not count",
    """
    exposures
    patient  | drug          | started_on | ended_on
    at       | bortezomib    | 2020-01-01 |
    at       | lenalidomide  | 2020-01-29 |
    at       | dexamethasone | 2020-01-01 |
    late     | lenalidomide  | 2020-01-01 |
    late     | dexamethasone | 2020-01-30 |
    """,
    """
    line_steps
    patient  | line | classes
    at       | 1    | immunomodulator+proteasome_inhibitor
    late     | 1    | immunomodulator
    """,
)
case(
    "maintenance is no class of the opening, and a transplant alone has none",
    """
    exposures
    patient    | drug         | started_on | ended_on
    maintained | bortezomib   | 2020-01-01 | 2020-04-01
    maintained | lenalidomide | 2020-05-01 | 2021-05-01
    procedures
    patient    | procedure              | performed_on
    maintained | autologous_transplant  | 2020-04-15
    alone      | allogeneic_transplant  | 2020-04-15
    """,
    """
    line_steps
    patient    | line | classes             | ends_as
    alone      | 1    |                     | ended
    maintained | 1    | proteasome_inhibitor | ended
    line_marks
    patient    | line | mark       | marked_on
    alone      | 1    | transplant | 2020-04-15
    maintained | 1    | transplant | 2020-04-15
    """,
)
case(
    "after a line comes the next, or death, or it has no recorded end, or it has ended",
    """
    patients
    patient | died_on    | last_seen_on
    next    |            |
    died    | 2020-07-01 |
    open    |            | 2020-08-01
    over    |            | 2020-08-01
    charted |            | 2020-01-15
    exposures
    patient | drug        | started_on | ended_on
    next    | bortezomib  | 2020-01-01 | 2020-04-01
    next    | carfilzomib | 2020-06-01 | 2020-09-01
    died    | bortezomib  | 2020-01-01 |
    open    | bortezomib  | 2020-01-01 |
    over    | bortezomib  | 2020-01-01 | 2020-04-01
    charted | bortezomib  | 2020-01-01 | 2020-01-01
    """,
    """
    line_steps
    patient | line | ends_as         | followed_to
    charted | 1    | no_end_recorded | 2020-01-15
    died    | 1    | death           | 2020-07-01
    next    | 1    | next_line       | 2020-06-01
    next    | 2    | ended           | 2020-09-01
    open    | 1    | no_end_recorded | 2020-08-01
    over    | 1    | ended           | 2020-08-01
    """,
)
case(
    "marked are the best confirmed response, confirmed progression, and death in the last line; what was seen once is not",
    """
    patients
    patient | died_on
    p       | 2021-01-01
    exposures
    patient | drug        | started_on | ended_on
    p       | bortezomib  | 2020-01-01 | 2020-06-01
    p       | carfilzomib | 2020-06-10 | 2020-12-01
    once    | bortezomib  | 2020-01-01 | 2020-06-01
    measurements
    patient | analyte         | measured_on | value
    p       | serum_m_protein | 2020-01-01  | 40
    p       | serum_m_protein | 2020-02-01  | 20
    p       | serum_m_protein | 2020-03-01  | 19
    p       | serum_m_protein | 2020-05-01  | 30
    p       | serum_m_protein | 2020-05-20  | 31
    once    | serum_m_protein | 2020-01-01  | 40
    once    | serum_m_protein | 2020-02-01  | 50
    """,
    """
    line_marks
    patient | line | mark        | marked_on  | depth
    p       | 1    | progression | 2020-05-01 |
    p       | 1    | response    | 2020-02-01 | 4
    p       | 2    | death       | 2021-01-01 |
    """,
)
