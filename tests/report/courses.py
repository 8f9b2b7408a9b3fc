"""Hand-made courses: a long one with transplant and CAR-T, one of two values, an empty one, a hostile one."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from functools import cache
from typing import Any

from thirdline.interfaces.report import Course
from thirdline.interfaces.words import Lang
from thirdline.knowledge import Knowledge, load

P = "MM-0042"
Row = dict[str, Any]
MADE = {"version": "0.1.0", "practice": "refractory-myeloma-2020", "as_of": "2023-06-24", "knowledge": "0123456789abcdef"}
RESPONSE = "imwg-response-2016"
REFRACTORY = "refractory-myeloma-imwg-2015"


@cache
def knowledge() -> Knowledge:
    return load()


def day(text: str) -> date:
    return date.fromisoformat(text)


def _table(columns: str, rows: str) -> list[Row]:
    """Rows drawn as a table; `-` is nothing, dates and numbers are read as such."""
    names = columns.split()
    return [
        {"patient": P, **dict(zip(names, map(_cell, line.split(" | ")), strict=True))} for line in rows.strip().splitlines()
    ]


def _cell(text: str) -> Any:
    text = text.strip()
    if text in ("-", "yes", "no"):
        return {"-": None, "yes": True, "no": False}[text]
    if len(text) == 10 and text[4] == text[7] == "-":
        return day(text)
    return Decimal(text) if text.replace(".", "", 1).isdigit() else text


def _whole(rows: list[Row], *names: str) -> list[Row]:
    """The same rows with those columns as integers."""
    return [{k: int(v) if k in names and v is not None else v for k, v in row.items()} for row in rows]


PATIENTS = [
    {
        "patient": P, "born_on": day("1961-03-14"), "sex": "male", "diagnosis": "multiple_myeloma",
        "diagnosed_on": day("2018-02-20"), "heavy_chain": "IgG", "light_chain": "kappa", "centre": "Lapino",
        "died_on": None, "last_seen_on": day("2023-06-24"),
    }
]  # fmt: skip

EXPOSURES = _table(
    "row drug started_on ended_on amount unit route regimen stopped_because",
    """
    e1  | bortezomib        | 2018-03-01 | 2018-07-10 | 1.3 | mg/m2 | SC | VRd | completed
    e2  | lenalidomide      | 2018-03-01 | 2018-07-10 | 25  | mg    | PO | VRd | completed
    e3  | dexamethasone     | 2018-03-01 | 2018-07-10 | 40  | mg    | PO | VRd | completed
    e4  | melphalan         | 2018-09-12 | 2018-09-12 | 200 | mg/m2 | IV | -   | -
    e5  | lenalidomide      | 2018-12-20 | 2020-10-05 | 10  | mg    | PO | -   | progression
    e6  | ixazomib          | 2020-10-20 | 2021-03-01 | 4   | mg    | PO | IxaRd | no_response
    e7  | lenalidomide      | 2020-10-20 | 2021-03-01 | 25  | mg    | PO | IxaRd | no_response
    e8  | dexamethasone     | 2020-10-20 | 2021-03-01 | 40  | mg    | PO | IxaRd | no_response
    e9  | daratumumab       | 2021-03-15 | 2022-05-30 | 16  | mg/kg | IV | DPd | progression
    e10 | pomalidomide      | 2021-03-15 | 2022-05-30 | 4   | mg    | PO | DPd | progression
    e11 | dexamethasone     | 2021-03-15 | 2022-05-30 | 40  | mg    | PO | DPd | progression
    e12 | cyclophosphamide  | 2022-07-25 | 2022-07-27 | 300 | mg/m2 | IV | -   | -
    e13 | fludarabine       | 2022-07-25 | 2022-07-27 | 30  | mg/m2 | IV | -   | -
    e14 | ciltacabtagene-autoleucel | 2022-08-01 | 2022-08-01 | - | - | IV | - | -
    e15 | isatuximab        | 2023-04-03 | -          | 10  | mg/kg | IV | IsaKd | -
    e16 | carfilzomib       | 2023-04-03 | -          | 56  | mg/m2 | IV | IsaKd | -
    e17 | dexamethasone     | 2023-04-03 | -          | 20  | mg    | IV | IsaKd | -
    """,
)

_SERUM = """2018-02-20 52.4|2018-03-29 33|2018-04-26 21|2018-05-24 12.5|2018-06-21 8.1|2018-08-20 6|2018-11-20 2.4|2019-02-18 1.2
2019-05-20 0.9|2019-08-19 0|2019-11-18 0.8|2020-03-16 1.6|2020-06-15 3.9|2020-09-14 7.4|2020-10-05 11.2|2020-11-23 12.4
2021-01-18 13.1|2021-03-01 16|2021-04-19 9.2|2021-06-14 4.1|2021-09-13 1.4|2021-12-13 1.1|2022-02-28 2.2|2022-05-02 7.3
2022-05-30 9.8|2022-07-20 14.5|2022-09-05 3.1|2022-10-31 0.4|2023-01-16 0.6|2023-03-20 8.9|2023-04-03 12.6|2023-06-24 5.2"""
_URINE = (
    "2018-02-20 860|2018-05-24 180|2018-11-20 40|2020-10-05 230|2021-03-01 410|2021-06-14 90|2022-05-30 260|2023-03-20 310"
)
_KAPPA = "2018-02-20 1780|2018-06-21 96|2018-11-20 22|2020-10-05 310|2021-03-01 640|2021-09-13 31|2022-05-30 420|2022-10-31 9|2023-04-03 388"
_LAMBDA = "2018-02-20 4.1|2018-06-21 8.2|2018-11-20 11|2020-10-05 7|2021-03-01 5.5|2021-09-13 10|2022-05-30 6.1|2022-10-31 3|2023-04-03 4.4"
_MARROW = "2018-02-20 56.4|2018-11-20 2.5|2020-10-05 24|2022-07-20 38|2022-10-31 0.5|2023-04-03 31"


def _values(analyte: str, unit: str, text: str) -> list[Row]:
    pairs = [part.split() for part in text.replace("\n", "|").split("|")]
    return [
        {"patient": P, "row": f"{analyte.replace('_', '-')}-{n}", "analyte": analyte, "measured_on": day(on), "value": Decimal(value), "unit": unit,
         "lower_normal": None, "upper_normal": None, "method": None}
        for n, (on, value) in enumerate(pairs, 1)
    ]  # fmt: skip


MEASUREMENTS = [
    *_values("serum_m_protein", "g/L", _SERUM), *_values("urine_m_protein", "mg/(24.h)", _URINE),
    *_values("kappa_flc", "mg/L", _KAPPA), *_values("lambda_flc", "mg/L", _LAMBDA),
    *_values("bone_marrow_plasma_cells", "%", _MARROW), *_values("calcium", "mmol/L", "2018-02-20 2.9|2023-04-03 2.81"),
    *_values("haemoglobin", "g/L", "2021-03-01 121|2022-05-30 92"), *_values("beta2_microglobulin", "mg/L", "2018-02-20 4.8"),
    *_values("albumin", "g/L", "2018-02-20 33"),
]  # fmt: skip

FINDINGS = _table(
    "row kind found_on value",
    """
    f1 | t_4_14 | 2018-02-20 | absent
    f2 | del_17p | 2018-02-20 | absent
    f3 | serum_immunofixation | 2023-06-24 | positive
    f4 | reported_response | 2022-10-31 | VGPR
    """,
)
PROCEDURES = _table(
    "row procedure performed_on",
    """
    p1 | stem_cell_collection | 2018-08-22
    p2 | autologous_transplant | 2018-09-14
    p3 | car_t_infusion | 2022-08-01
    p4 | leukapheresis | 2022-06-20
    """,
)

LINES = _whole(
    _table(
        "line started_on ended_on regimen drugs opened_by n_transplants because",
        """
        1 | 2018-03-01 | 2020-10-05 | vrd | bortezomib+dexamethasone+lenalidomide | first | 1 | lines-rajkumar-2015#regimen_window_days; exposures:e1; exposures:e2; exposures:e3; vrd#drugs
        2 | 2020-10-20 | 2021-03-01 | ird | dexamethasone+ixazomib+lenalidomide | changed_regimen | 0 | lines-rajkumar-2015#regimen_window_days; exposures:e6; ird#drugs
        3 | 2021-03-15 | 2022-05-30 | dpd | daratumumab+dexamethasone+pomalidomide | progression | 0 | lines-rajkumar-2015#regimen_window_days; exposures:e9; exposures:e10; dpd#drugs
        4 | 2022-08-01 | 2022-08-01 | ciltacabtagene-autoleucel | ciltacabtagene-autoleucel | changed_regimen | 0 | lines-rajkumar-2015#bridging_days; exposures:e14
        5 | 2023-04-03 | 2023-06-24 | isakd | carfilzomib+dexamethasone+isatuximab | changed_regimen | 0 | lines-rajkumar-2015#regimen_window_days; exposures:e15; isakd#drugs; no end recorded, given until the last date of the record: exposures:e15; exposures:e16
        """,
    ),
    "line", "n_transplants",
)  # fmt: skip

_LEVELS = f"{RESPONSE}#categories; {RESPONSE}#response_levels"
RESPONSES = [
    {"patient": P, "line": int(n), "assessed_on": day(on), "response": r, "confirmed": c != "-", "confirmed_on": day(c) if c != "-" else None,
     "because": f"{_LEVELS}; measurements:serum-m-protein-{row}" + ("; confirmed: " + f"{RESPONSE}#response_levels; measurements:serum-m-protein-{int(row) + 1}" if c != "-" else "")}
    for n, on, r, c, row in (line.split() for line in """
1 2018-03-29 MR 2018-04-26 2
1 2018-04-26 PR 2018-05-24 3
1 2018-05-24 PR 2018-06-21 4
1 2018-11-20 VGPR 2019-02-18 7
1 2019-02-18 VGPR 2019-05-20 8
1 2020-06-15 VGPR - 13
1 2020-09-14 PD 2020-10-05 14
2 2020-11-23 SD 2020-11-23 16
2 2021-01-18 SD 2021-01-18 17
3 2021-04-19 MR 2021-06-14 19
3 2021-06-14 PR 2021-09-13 20
3 2021-09-13 VGPR 2021-12-13 21
3 2021-12-13 VGPR - 22
3 2022-05-02 PD 2022-05-30 24
4 2022-09-05 PR 2022-10-31 27
4 2022-10-31 VGPR 2023-01-16 28
4 2023-03-20 PD 2023-04-03 30
5 2023-06-24 PR - 32
""".strip().splitlines())
]  # fmt: skip

BEST = _whole(
    _table(
        "line best achieved_on unconfirmed because",
        f"""
        1 | VGPR | 2018-11-20 | - | {_LEVELS}; measurements:serum-m-protein-7; confirmed: measurements:serum-m-protein-8
        2 | SD | 2020-11-23 | - | {_LEVELS}; measurements:serum-m-protein-16
        3 | VGPR | 2021-09-13 | - | {_LEVELS}; measurements:serum-m-protein-21
        4 | VGPR | 2022-10-31 | - | {_LEVELS}; findings:f4; reported by the investigator, not derived
        5 | SD | 2023-06-24 | PR | {_LEVELS}; measurements:serum-m-protein-32; seen once: {RESPONSE}#response_levels; measurements:serum-m-protein-31
        """,
    ),
    "line",
)
PROGRESSIONS = _whole(
    _table(
        "line progressed_on confirmed_on criterion reference_on reference_value value because",
        f"""
        1 | 2020-09-14 | 2020-10-05 | serum_m_protein | 2019-05-20 | 0.9 | 7.4 | {RESPONSE}#progression_thresholds; measurements:serum-m-protein-9; measurements:serum-m-protein-14; measurements:serum-m-protein-15
        3 | 2022-05-02 | 2022-05-30 | serum_m_protein | 2021-12-13 | 1.1 | 7.3 | {RESPONSE}#progression_thresholds; measurements:serum-m-protein-22; measurements:serum-m-protein-24
        4 | 2023-03-20 | - | serum_m_protein | 2022-10-31 | 0.4 | 8.9 | {RESPONSE}#progression_thresholds; measurements:serum-m-protein-28; measurements:serum-m-protein-30; measurements:gone-99
        """,
    ),
    "line",
)
REFRACTORINESS = _whole(
    _table(
        "drug drug_class line since reason because",
        f"""
        lenalidomide | immunomodulator | 1 | 2020-09-14 | progressed_on_therapy | {REFRACTORY}#window_days; exposures:e5; measurements:serum-m-protein-14
        ixazomib | proteasome_inhibitor | 2 | 2021-03-01 | no_response | {REFRACTORY}#response_at_least; {REFRACTORY}#shortest_exposure_days; exposures:e6
        daratumumab | anti_cd38 | 3 | 2022-05-02 | progressed_on_therapy | {REFRACTORY}#window_days; exposures:e9
        pomalidomide | immunomodulator | 3 | 2022-05-02 | progressed_on_therapy | {REFRACTORY}#window_days; exposures:e10
        """,
    ),
    "line",
)
STATUS = [
    {
        "patient": P, "as_of": day("2023-06-24"), "n_lines": 5, "state": "responding",
        "refractory_drugs": "daratumumab+ixazomib+lenalidomide+pomalidomide",
        "refractory_classes": "anti_cd38+immunomodulator+proteasome_inhibitor", "refractory_tier": "triple",
        "triple_class_refractory": True,
        "because": f"{REFRACTORY}#response_at_least; {REFRACTORY}#tiers; triple-class-refractory-2019#classes; "
        f"refractoriness:{P}/lenalidomide; refractoriness:{P}/ixazomib",
    }
]  # fmt: skip
STAGING = _table(
    "system assessed_on stage because",
    """
    iss | 2018-02-20 | II | iss-2005#conditions; measurements:beta2-microglobulin-1; measurements:albumin-1
    durie_salmon | 2018-02-20 | IIIA | durie-salmon-1975#window_days; reported, not derived
    """,
)
INTERFERENCES = _whole(
    _table(
        "line drug assessed_on interference settled_by because",
        """
        5 | isatuximab | 2023-06-24 | possible | immunofixation that removes or shifts the antibody (DIRA or HYDRASHIFT for daratumumab and isatuximab), or mass spectrometry | antibody-interference-2026#m_protein_at_most; isatuximab#isotype; patients:MM-0042; findings:f3
        """,
    ),
    "line",
)
RELAPSES = _whole(
    _table(
        "line relapsed_on criterion reference_value value because",
        f"""
        5 | 2023-04-03 | calcium | - | 2.81 | {RESPONSE}#relapse_calcium_above; measurements:calcium-2
        3 | 2022-05-30 | haemoglobin | 121 | 92 | {RESPONSE}#relapse_haemoglobin_fall; measurements:haemoglobin-1; measurements:haemoglobin-2
        """,
    ),
    "line",
)
ISSUES = _table(
    "table row column found problem treated_as",
    """
    measurements | measurements:serum-m-protein-10 | value | 0 | suspect_zero | not used
    measurements | m77 | unit | mg | unknown_unit | missing
    exposures | e99 | drug | Velkade? | unknown_drug | missing
    """,
)
_PRACTICE = "refractory-myeloma-2020#cells.three-groups-pomalidomide-fit; refractory-myeloma-2020#preconditions"
OPTIONS = _table(
    "option verdict practice if_settled missing because",
    f"""
    alkylator-based | recommended | refractory-myeloma-2020 | - | - | {_PRACTICE}; refractoriness:{P}/lenalidomide; refractoriness:{P}/pomalidomide
    car-t | recommended | refractory-myeloma-2020 | - | - | {_PRACTICE}
    daratumumab-based | excluded | refractory-myeloma-2020 | - | - | {_PRACTICE}; refractoriness:{P}/daratumumab
    isapd | excluded | refractory-myeloma-2020 | - | - | {_PRACTICE}; refractoriness:{P}/pomalidomide
    kd | unknown | refractory-myeloma-2020 | alternative | contraindication; extramedullary_disease | {_PRACTICE}
    isakd | alternative | refractory-myeloma-2020 | - | - | {_PRACTICE}
    """,
)
OPTION_TRIALS = _whole(
    _table(
        "option trial cut arm place evidence n n_differences differences because",
        """
        isakd | ikema | interim-2021 | experimental | 1 | randomised | 179 | 4 | more_prior_lines prior_lines 1-3 | ikema#arms; ikema#population; refractoriness:MM-0042/lenalidomide; status:MM-0042
        kd | endeavor | primary-2016 | experimental | 1 | randomised | 464 | 1 | more_prior_lines prior_lines 1-3 | endeavor#arms; status:MM-0042
        kd | arrow | interim-2018 | experimental | 2 | randomised | 240 | 0 | - | arrow#arms
        """,
    ),
    "place", "n", "n_differences",
)  # fmt: skip
TRIAL_DIFFERENCES = _whole(
    _table(
        "trial arm difference about percent percent_is_least lines_at_least lines_at_most missing because",
        """
        ikema | experimental | more_prior_lines | prior_lines | - | - | 1 | 3 | - | ikema#population; status:MM-0042
        ikema | experimental | refractory_to_class | immunomodulator | - | - | - | - | - | ikema#arms; refractoriness:MM-0042/lenalidomide
        ikema | experimental | refractory_to_class | proteasome_inhibitor | 28.2 | yes | - | - | - | ikema#arms; refractoriness:MM-0042/ixazomib
        ikema | experimental | condition_unknown | ecog_at_most 2 | - | - | - | - | ecog_at_most | ikema#needs
        endeavor | experimental | more_prior_lines | prior_lines | - | - | 1 | 3 | - | endeavor#arms; status:MM-0042
        """,
    ),
    "lines_at_least", "lines_at_most",
)  # fmt: skip
LABELS = _table(
    "label need asked met missing because",
    """
    isatuximab-kd-ru | diagnosis | multiple_myeloma | yes | - | isatuximab-kd-ru#needs; patients:MM-0042
    isatuximab-kd-ru | prior_lines_at_least | 1 | yes | - | isatuximab-kd-ru#needs; lines:MM-0042/4
    isatuximab-kd-ru | prior_lines_at_most | 3 | no | - | isatuximab-kd-ru#needs; lines:MM-0042/4
    isatuximab-double-refractory-ryabukhina-2023 | diagnosis | multiple_myeloma | yes | - | isatuximab-double-refractory-ryabukhina-2023#needs
    isatuximab-double-refractory-ryabukhina-2023 | refractory_to_class | proteasome_inhibitor | yes | - | isatuximab-double-refractory-ryabukhina-2023#needs; refractoriness:MM-0042/ixazomib
    isatuximab-double-refractory-ryabukhina-2023 | refractory_to_class | immunomodulator | - | del_17p | isatuximab-double-refractory-ryabukhina-2023#needs
    """,
)
COMPARISONS = [
    {"statement": "five lines of therapy", "said": "5", "derived": "5", "verdict": "agrees", "quote": "after five lines", "place": "p. 3"},
    {"statement": "complete response after the transplant", "said": "CR", "derived": "VGPR", "verdict": "differs",
     "quote": "a complete response was reached", "place": "Case, paragraph 2"},
    {"statement": "R-ISS stage", "said": "II", "derived": None, "verdict": "unknown", "quote": "", "place": "Table 1"},
]  # fmt: skip


def _doses() -> list[Row]:
    """Two cycles of IsaKd."""
    given = {
        "isatuximab": (Decimal(780), "mg", "IV", {1: (1, 8, 15, 22), 2: (1, 15)}),
        "carfilzomib": (Decimal("106.4"), "mg", "IV", {1: (8, 9, 15, 16), 2: (1, 2, 8, 9, 15, 16)}),
        "dexamethasone": (Decimal(20), "mg", "PO or IV", {1: (1, 2, 8, 9, 15, 16, 22, 23), 2: (1, 2, 8, 9, 15, 16, 22, 23)}),
        "aciclovir": (None, "mg", "PO", {1: tuple(range(1, 29)), 2: tuple(range(1, 29))}),
    }
    start = day("2023-04-03")
    return [
        {"patient": P, "cycle": cycle, "day": d, "drug": drug, "on": start + timedelta(days=28 * (cycle - 1) + d - 1), "amount": amount,
         "unit": unit, "route": route, "note": "body surface capped at 2.2 m²" if drug == "carfilzomib" else None, "because": "isakd#schedules"}
        for drug, (amount, unit, route, cycles) in given.items() for cycle, days in cycles.items() for d in days
    ]  # fmt: skip


def long_course(lang: Lang = "en") -> Course:
    """Five lines, transplant, CAR-T, every section filled."""
    tables = {
        "patients": PATIENTS, "exposures": EXPOSURES, "measurements": MEASUREMENTS, "findings": FINDINGS, "procedures": PROCEDURES,
        "lesions": [], "issues": ISSUES, "lines": LINES, "responses": RESPONSES, "best_responses": BEST, "progressions": PROGRESSIONS,
        "refractoriness": REFRACTORINESS, "status": STATUS, "staging": STAGING, "interferences": INTERFERENCES,
        "clinical_relapses": RELAPSES, "label_answers": LABELS, "options": OPTIONS, "doses": _doses(),
        "option_trials": OPTION_TRIALS, "trial_differences": TRIAL_DIFFERENCES,
    }  # fmt: skip
    return Course(P, tables, knowledge(), lang, COMPARISONS, MADE)


def short_course(lang: Lang = "en") -> Course:
    """One line, one value."""
    tables = {
        "patients": PATIENTS, "measurements": MEASUREMENTS[:1], "lines": LINES[:1],
        "exposures": [{**row, "ended_on": None} for row in EXPOSURES[:3]],
    }  # fmt: skip
    return Course(P, tables, knowledge(), lang, (), MADE)


def empty_course(lang: Lang = "en") -> Course:
    """Nothing but a name."""
    return Course("nobody", {}, knowledge(), lang)


EVIL = "</script><script>document.title='taken'</script><img src=x onerror=\"document.title='taken'\">"


def hostile_course(lang: Lang = "en") -> Course:
    """Markup in every text a record may hold."""
    full = long_course(lang)
    spoilt = {name: [{k: f"{v}{EVIL}" if isinstance(v, str) and k in _FREE else v for k, v in r.items()} for r in rows]
              for name, rows in full.tables.items()}  # fmt: skip
    stray = {"table": "x", "row": EVIL, "column": EVIL, "found": EVIL, "problem": EVIL, "treated_as": EVIL}
    comparisons: list[Row] = [dict.fromkeys(("statement", "said", "derived", "verdict", "quote", "place"), EVIL)]
    return Course(EVIL, {**spoilt, "issues": [stray]}, full.knowledge, lang, comparisons, dict.fromkeys(MADE, EVIL))


_FREE = {
    "centre", "regimen", "drugs", "drug", "procedure", "because", "unit", "route", "note", "missing", "option", "stage", "system",
    "settled_by", "interference", "reason", "state", "stopped_because", "opened_by", "heavy_chain", "criterion", "label", "asked",
}  # fmt: skip
