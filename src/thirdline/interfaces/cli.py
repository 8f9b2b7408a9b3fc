"""The command line: what the contract promises, and no clinical rule.

Exit status: 0 done; 1 the record or knowledge is unusable, one clear line on standard error; 2 usage.
"""

from __future__ import annotations

import sys
from datetime import date, datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from thirdline import DEFAULT_PRACTICE, __version__
from thirdline.interfaces.answering import Answer, Png, Svg, Wanted, asked_clearly, tell
from thirdline.interfaces.asking import AsJson, Lang, Language, clear
from thirdline.interfaces.evidence import app as evidence_app
from thirdline.interfaces.record_pictures import app as picture_app

app = typer.Typer(
    name="thirdline", no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False, rich_markup_mode=None,
    help="Relapsed and refractory disease made computable: the course, why, what is left, and by which calendar.",
)  # fmt: skip
knowledge_app = typer.Typer(no_args_is_help=True, help="The cited facts: their check, and one record with its citations.")
app.add_typer(knowledge_app, name="knowledge")
app.add_typer(evidence_app, name="evidence")
app.add_typer(picture_app, name="picture")


class EngineName(StrEnum):
    """The engine that derives."""

    duckdb = "duckdb"
    spark = "spark"


LOCAL = "local[*]"
"""Spark within this process, on every core."""


class Form(StrEnum):
    """The form of the tables written."""

    parquet = "parquet"
    csv = "csv"


class CohortForm(StrEnum):
    """The form of a synthetic record."""

    tables = "tables"
    fhir = "fhir"
    omop = "omop"


class TrialStatus(StrEnum):
    """Which trials are listed one by one."""

    open = "open"
    unknown = "unknown"
    any = "any"


class Profile(StrEnum):
    """How gaps in the record are treated."""

    strict = "strict"
    real_world = "real_world"


class VerdictName(StrEnum):
    """What recomputing a printed figure says of it."""

    agrees = "agrees"
    agrees_within_rounding = "agrees_within_rounding"
    differs = "differs"
    not_recomputable = "not_recomputable"


def _day(text: str) -> date:
    try:
        return date.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter(f"{text!r} is no date; write YYYY-MM-DD, for example 2023-04-01") from None


def _amount(text: str | None) -> str | None:
    from thirdline.engines.limits import bytes_of

    try:
        return text if text is None else str(bytes_of(text) and text)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None


def _mess(text: str) -> str:
    from thirdline.synth.mess import asked_for

    try:
        asked_for(text)
    except ValueError as error:
        raise typer.BadParameter(str(error)) from None
    return text


Record = Annotated[
    Path,
    typer.Argument(help="A record: a folder of tables, FHIR R4 (bundles or .ndjson), or OMOP CDM (a folder or DuckDB)."),
]
Mapping = Annotated[Path | None, typer.Option(help="The site's own mapping file (CSV): local codes and what they mean.")]
AsOf = Annotated[datetime | None, typer.Option(formats=["%Y-%m-%d"], help="Use only what was known on this day.")]
PracticeId = Annotated[str, typer.Option("--practice", help="The practice: editions in force and the table of options.")]
ProfileName = Annotated[
    Profile | None, typer.Option("--profile", help="How gaps are treated; the practice's own by default.")
]


def _on(moment: datetime | None) -> date | None:
    return moment.date() if moment else None


@app.command()
def demo(
    lang: Language = Lang.en,
    html: Annotated[Path, typer.Option(help="Where the report page is written.")] = Path("thirdline-demo.html"),
) -> None:
    """The published case, end to end: course, options, calendar; writes a report page."""
    from thirdline.interfaces.demo import demonstrate

    with clear():
        typer.echo(demonstrate(lang.value, html))


@app.command()
def course(
    record: Record,
    out: Annotated[Path, typer.Option("-o", "--out", help="The folder into which every table is written.")],
    engine: Annotated[EngineName, typer.Option(help="The engine that derives.")] = EngineName.duckdb,
    as_of: AsOf = None,
    practice: PracticeId = DEFAULT_PRACTICE,
    profile: ProfileName = None,
    form: Annotated[Form, typer.Option("--format", help="The form of the tables.")] = Form.parquet,
    partitions: Annotated[
        int, typer.Option(min=0, max=10_000, help="Write each table in so many parts, by patient; 0: one file a table.")
    ] = 0,
    memory: Annotated[
        str | None, typer.Option(callback=_amount, help="The most memory, for example 4GB; the rest spills beside OUT.")
    ] = None,
    threads: Annotated[int | None, typer.Option(min=1, help="The most threads.")] = None,
    master: Annotated[str, typer.Option(help="Spark's master: local[*], or a cluster's URL.")] = LOCAL,
    scratch: Annotated[
        Path | None, typer.Option(help="Where Spark keeps its stages, reached by every worker; beside OUT by default.")
    ] = None,
    outcomes: Annotated[bool, typer.Option("--outcomes", help="Derive the tables of outcomes as well.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Tell nothing of the progress.")] = False,
    mapping: Mapping = None,
    lang: Language = Lang.en,
) -> None:
    """Derive every table of a record into a folder, whole or not at all."""
    from thirdline import run
    from thirdline.engines.limits import Limits
    from thirdline.interfaces.courses import How, derive_into
    from thirdline.knowledge import load

    if engine is not EngineName.spark and (scratch or master != LOCAL):
        raise typer.BadParameter("--master and --scratch are read by Spark only; add --engine spark")
    limits = Limits(memory, threads)
    how = How(engine.value, form.value, partitions, limits, master, scratch, quiet, lang.value, outcomes)
    with clear():
        asked = run.Asked(practice, profile.value if profile else None, _on(as_of), mapping=mapping)
        typer.echo(derive_into(record, out, load(), asked, how))


@app.command("import")
def import_record(
    record: Record,
    out: Annotated[Path | None, typer.Option("-o", "--out", help="Keep the tables here, to derive from many times.")] = None,
    mapping: Mapping = None,
    html: Annotated[Path | None, typer.Option(help="Write the report as a page here.")] = None,
    as_json: Annotated[bool, typer.Option("--json", help="Print the report as JSON.")] = False,
    lang: Language = Lang.en,
) -> None:
    """Read a record and say what became of every row: used, unknown, converted, left out and why."""
    from thirdline import run
    from thirdline.interfaces import importing, whole
    from thirdline.interfaces.import_report import page
    from thirdline.knowledge import load

    with clear():
        known = load()
        engine = run.open_record(record, known, mapping=mapping)
        said = importing.ledger(engine, record)
        if html:
            whole.write(html, page(said, known, lang.value))
        kept = importing.write_into(out, engine, said, known) if out else ""
        typer.echo(importing.as_json(said, known) if as_json else importing.text(said, known, lang.value), nl=as_json)
        if kept:
            typer.echo(kept, err=as_json)


@app.command()
def patient(
    record: Record,
    id: Annotated[str | None, typer.Argument(help="The patient; may be left out when the record holds one.")] = None,
    lang: Language = Lang.en,
    html: Annotated[Path | None, typer.Option(help="Write a printable page here.")] = None,
    as_json: AsJson = False,
    as_of: AsOf = None,
    practice: PracticeId = DEFAULT_PRACTICE,
    profile: ProfileName = None,
    mapping: Mapping = None,
) -> None:
    """One patient: where they stand, why, what is left."""
    from thirdline import run
    from thirdline.interfaces import one
    from thirdline.knowledge import load

    with clear():
        asked = run.Asked(practice, profile.value if profile else None, _on(as_of), mapping=mapping)
        shown = one.course(record, id, load(), lang.value, asked)
        if html:
            one.write_page(shown, html)
        if as_json:
            from thirdline.interfaces.asjson import dumps

            typer.echo(dumps({"patient": shown.patient, "made": shown.made, **shown.tables}))
        elif html:
            typer.echo(f"{html}")
        else:
            from thirdline.interfaces.patient_text import text

            typer.echo(text(shown), nl=False)


@app.command()
def outcomes(
    record: Annotated[Path, typer.Argument(help="A record, or a folder of tables written by course --outcomes.")],
    endpoint: Annotated[str, typer.Option(help="The endpoint, by its id: pfs, os, ttnt, dor, orr, mrd-negative, …")],
    by: Annotated[str | None, typer.Option(help="Part by a grouping: line, regimen, refractory_tier, …")] = None,
    line: Annotated[str, typer.Option(help="The line of therapy: a number, or all.")] = "all",
    at: Annotated[
        list[float] | None, typer.Option(help="Months at which the share is told; may stand several times.")
    ] = None,
    landmark: Annotated[int | None, typer.Option(help="Count from this day on; lets --by be response or mrd.")] = None,
    mean_to: Annotated[float | None, typer.Option(help="The mean time, restricted to so many months.")] = None,
    delayed_entry: Annotated[
        bool, typer.Option("--delayed-entry", help="At risk only once something was observed.")
    ] = False,
    hazard_ratios: Annotated[
        bool, typer.Option("--hazard-ratios", help="Cox hazard ratios against the first group.")
    ] = False,
    suppress_below: Annotated[int, typer.Option(min=0, help="Hide counts below this, and what would tell them.")] = 0,
    as_json: Annotated[bool, typer.Option("--json", help="Print the answer as JSON, curves included.")] = False,
    lang: Language = Lang.en,
    as_of: AsOf = None,
    practice: PracticeId = DEFAULT_PRACTICE,
    profile: ProfileName = None,
    mapping: Mapping = None,
    svg: Svg = None,
    png: Png = None,
) -> None:
    """What happened to patients like these: by an endpoint whose definition stands beside the figures."""
    from thirdline import run
    from thirdline.interfaces import outcomes as asking
    from thirdline.interfaces.outcomes_text import printed, text
    from thirdline.knowledge import load

    with asked_clearly():
        known = load()
        asked = run.Asked(practice, profile.value if profile else None, _on(as_of), mapping=mapping)
        wanted = asking.Wanted(
            endpoint, by, line, tuple(at or ()), landmark, mean_to, delayed_entry, hazard_ratios, suppress_below
        )
        answers = asking.answered(record, known, asked, wanted)
        answer = Answer(
            lambda: text(answers, known, lang.value),
            lambda: printed(answers, known, lang.value),
            lambda: asking.drawn(answers[0], known, lang.value),
        )
        tell(answer, Wanted(as_json, svg, png))


@app.command()
def trials(
    record: Record,
    id: Annotated[str | None, typer.Argument(help="The patient; may be left out when the record holds one.")] = None,
    status: Annotated[
        TrialStatus, typer.Option(help="List trials that take patients (open), those of unknown status too, or any.")
    ] = TrialStatus.unknown,
    lang: Language = Lang.en,
    as_json: AsJson = False,
    as_of: AsOf = None,
    practice: PracticeId = DEFAULT_PRACTICE,
    profile: ProfileName = None,
    mapping: Mapping = None,
) -> None:
    """Which trials this patient could enter: conditions met, not met, unknown and what would settle them."""
    from thirdline import run
    from thirdline.interfaces import one
    from thirdline.interfaces import trials as telling
    from thirdline.interfaces.asjson import dumps
    from thirdline.knowledge import load

    with clear():
        asked = run.Asked(practice, profile.value if profile else None, _on(as_of), mapping=mapping)
        shown = one.course(record, id, load(), lang.value, asked, run.TRIALS_HERE)
        typer.echo(dumps(telling.rows(shown)) if as_json else telling.text(shown, telling.Shown(status.value)), nl=as_json)


@app.command()
def explain(
    record: Record,
    id: Annotated[str, typer.Argument(help="The patient.")],
    table: Annotated[str, typer.Argument(help="A derived table, for example refractoriness.")],
    key: Annotated[list[str] | None, typer.Argument(help="The row: the rest of its key, or any of its values.")] = None,
    lang: Language = Lang.en,
    as_of: AsOf = None,
    practice: PracticeId = DEFAULT_PRACTICE,
    profile: ProfileName = None,
    mapping: Mapping = None,
) -> None:
    """One derived row, down to the words of its sources."""
    from thirdline import run
    from thirdline.interfaces import explaining, one
    from thirdline.knowledge import load

    with clear():
        asked = run.Asked(practice, profile.value if profile else None, _on(as_of), mapping=mapping)
        try:
            typer.echo(explaining.told(one.course(record, id, load(), lang.value, asked), table, key or []), nl=False)
        except explaining.NoSuchRow as error:
            typer.echo(f"thirdline: {error}", err=True)
            raise typer.Exit(2) from None


@app.command()
def schedule(
    regimen: Annotated[str, typer.Argument(help="A regimen by id, name or synonym; regimen:schedule names one of several.")],
    start: Annotated[datetime, typer.Option(formats=["%Y-%m-%d"], help="Day 1 (or the day of infusion of a cell product).")],
    weight: Annotated[str | None, typer.Option(help="kg")] = None,
    height: Annotated[str | None, typer.Option(help="cm")] = None,
    age: Annotated[int | None, typer.Option(help="years")] = None,
    creatinine_clearance: Annotated[str | None, typer.Option(help="mL/min")] = None,
    authority: Annotated[
        str | None, typer.Option(help="Whose dose adjustments hold where they differ: EU, US, RU, trial.")
    ] = None,
    cycles: Annotated[int | None, typer.Option(help="How many cycles; enough to show every change by default.")] = None,
    ics: Annotated[Path | None, typer.Option(help="Write a calendar file here.")] = None,
    as_json: AsJson = False,
    lang: Language = Lang.en,
) -> None:
    """Dated doses, caps and adjustments applied, each with its source."""
    from thirdline.interfaces import whole
    from thirdline.knowledge import load
    from thirdline.schedule import calendar, text
    from thirdline.schedule.ics import render_ics

    with clear():
        known, day = load(), start.date()
        choice = calendar.choose(known, regimen, weight=weight)
        doses = calendar.plan(
            known, regimen, day, weight, height, age, creatinine_clearance, cycles, authority=authority, language=lang.value
        )
        if ics:
            whole.write(ics, render_ics(doses, known, getattr(choice.regimen.names, lang.value), lang.value))
        if as_json:
            typer.echo(text.as_json(doses))
        else:
            typer.echo(text.heading(choice, day, lang.value) + "\n" + text.render_text(doses, known, lang.value), nl=False)


@app.command()
def synth(
    n: Annotated[int, typer.Option("-n", min=1, max=10_000_000, help="How many patients.")],
    seed: Annotated[int, typer.Option(min=0, help="The same seed draws the same patients.")],
    out: Annotated[
        Path, typer.Option("-o", "--out", help="The record folder to write; the truth stands in its folder truth.")
    ],
    mess: Annotated[
        str, typer.Option(callback=_mess, help="The mess of real records: none, all, or kinds parted by commas.")
    ] = "none",
    form: Annotated[CohortForm, typer.Option(help="The form of the record.")] = CohortForm.tables,
    csv: Annotated[bool, typer.Option("--csv", help="Tables as CSV instead of Parquet.")] = False,
    as_json: Annotated[bool, typer.Option("--json", help="Print what was made, for programs.")] = False,
    quiet: Annotated[bool, typer.Option("--quiet", help="Tell nothing of the progress.")] = False,
    lang: Language = Lang.en,
) -> None:
    """A synthetic cohort with its known truth beside it."""
    from thirdline.interfaces import cohorts
    from thirdline.interfaces.asjson import dumps
    from thirdline.interfaces.words import words
    from thirdline.knowledge import load
    from thirdline.synth.cohort import Wanted as Cohort
    from thirdline.synth.mess import asked_for

    if csv and form is not CohortForm.tables:
        raise typer.BadParameter(f"only tables can be CSV; leave out --csv, or --form {form.value}", param_hint="--csv")
    wanted = Cohort(n, seed, asked_for(mess), "csv" if csv else "parquet", form.value)
    with clear():
        sheet = cohorts.draw_into(out, wanted, load(), words(lang.value), quiet)
        typer.echo(dumps(sheet) if as_json else cohorts.told(out, sheet, words(lang.value)))


@app.command()
def reproduce(
    id: Annotated[str | None, typer.Argument(help="A record, or record/figure; all by default.")] = None,
    only: Annotated[VerdictName | None, typer.Option("--only", help="Only figures with this verdict.")] = None,
    markdown: Annotated[bool, typer.Option("--markdown", help="Print the findings as a page.")] = False,
    as_json: AsJson = False,
    lang: Language = Lang.en,
) -> None:
    """Published figures, recomputed from their own printed inputs: printed, recomputed, verdict, reason."""
    from thirdline.interfaces import reproducing
    from thirdline.interfaces.words import words
    from thirdline.knowledge import load

    with clear():
        known, said = load(), words(lang.value, "reproducing")
        try:
            rows = reproducing.chosen(known, said, id, only.value if only else None)
        except reproducing.NotKnown as error:
            typer.echo(f"thirdline: {error}", err=True)
            raise typer.Exit(2) from None
        if as_json:
            typer.echo(reproducing.as_json(rows, said))
        else:
            typer.echo(reproducing.page(rows, known, said) if markdown else reproducing.table(rows, said), nl=False)


@knowledge_app.command()
def check(
    texts: Annotated[Path | None, typer.Option(help="A folder of source texts, in which every quote is looked up.")] = None,
) -> None:
    """The loader's verdict: every record loads, every fact is cited; with texts, every quote is found."""
    from thirdline.knowledge import KnowledgeError, load
    from thirdline.knowledge.quotes import check_quotes

    try:
        known = load()
        problems = check_quotes(known, texts) if texts else []
    except KnowledgeError as error:
        problems, known = error.problems, None
    for problem in problems:
        typer.echo(problem, err=True)
    if problems or known is None:
        typer.echo(f"thirdline: {len(problems)} problems in knowledge, listed above", err=True)
        raise typer.Exit(1)
    counts = ", ".join(f"{len(held)} {kind}" for kind, held in known.records.items())
    typer.echo(f"knowledge {known.digest()}: {counts}; every fact is cited")


@knowledge_app.command()
def show(
    id: Annotated[str, typer.Argument(help="A record's id, any name of a drug or regimen, or a kind such as regimens.")],
    lang: Language = Lang.en,
) -> None:
    """One record with its citations; or the ids of a kind."""
    from thirdline.interfaces.showing import NotKnown, shown
    from thirdline.knowledge import load

    with clear():
        try:
            typer.echo(shown(load(), id, lang.value), nl=False)
        except NotKnown as error:
            typer.echo(f"thirdline: {error}", err=True)
            raise typer.Exit(2) from None


@app.callback(invoke_without_command=True)
def _about(version: Annotated[bool, typer.Option("--version", help="Print the version.")] = False) -> None:
    if version:
        typer.echo(f"thirdline {__version__}")
        raise typer.Exit


def main() -> None:
    """The command line, in UTF-8 whatever the terminal's encoding."""
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8", errors="backslashreplace")  # type: ignore[union-attr]
    app()
