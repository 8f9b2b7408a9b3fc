"""The SQL lint: does every derivation keep to what DuckDB and Spark read alike?

Run it by `make check`, or on single files: `python -m tools.sql_lint src/thirdline/course/lines.sql`.
Each rule is a function from one derivation to its problems; its docstring says what is asked, and what goes wrong
otherwise. `docs/decisions/0001-sql-text-on-two-engines.md` says why.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

import sqlglot
from sqlglot import exp
from sqlglot.errors import SqlglotError
from sqlglot.tokenizer_core import Token, TokenType

from thirdline.engines import prelude
from thirdline.flow.derivations import LAYERS, listed
from thirdline.knowledge.loader import home

ROOT = Path(__file__).parents[1]
DIALECTS = ("duckdb", "spark")
NUMBERS = frozenset({"0", "1", "100"})
MOST_WINDOWS = 10
PORTABLE = frozenset(
    {
        "abs", "cast", "coalesce", "concat_ws", "count", "greatest", "lag", "lead", "least", "lower", "max", "min", "mod",
        "nullif", "replace", "row_number", "sum",
    }
)  # fmt: skip
REFUSED = {
    "concat": "it skips nulls on DuckDB and not on Spark; write || or concat_ws",
    "bool_and": "it passes over unknown as if it were true; compare min() and count()",
    "bool_or": "it passes over unknown as if it were false; compare max() and count()",
    **dict.fromkeys(
        ("first", "last", "any_value", "arg_min", "arg_max", "min_by", "max_by", "first_value", "last_value"),
        "ties fall by luck, nulls differ; write row_number() over a total order",
    ),
}
# Words that may stand before a parenthesis without being functions.
_PLAIN_WORDS = frozenset(
    {
        "all", "and", "any", "as", "between", "by", "case", "date", "decimal", "distinct", "else", "end", "except", "exists",
        "filter", "from", "group", "having", "in", "intersect", "is", "join", "left", "not", "null", "on", "or", "order",
        "over", "partition", "select", "then", "union", "using", "values", "when", "where", "with",
    }
)  # fmt: skip
_INTEGERS = frozenset(
    {exp.DataType.Type.INT, exp.DataType.Type.BIGINT, exp.DataType.Type.SMALLINT, exp.DataType.Type.TINYINT}
)
_TOTAL = re.compile(r" (asc|desc) nulls (first|last)$")


@dataclass(frozen=True)
class Problem:
    """What is wrong, and in which line."""

    line: int
    words: str


@dataclass(frozen=True)
class Text:
    """One derivation: the table it makes and its text."""

    name: str
    sql: str

    @cached_property
    def tokens(self) -> Sequence[Token]:
        """The words of the text, comments left out."""
        return sqlglot.tokenize(self.sql, read="duckdb")

    @cached_property
    def tree(self) -> exp.Expr:
        """The query, as DuckDB's grammar reads it."""
        return sqlglot.parse_one(self.sql, read="duckdb")


Rule = Callable[[Text], Iterator[Problem]]


def header(text: Text) -> Iterator[Problem]:
    """The header names the table and its question, and says what is read and what a null means."""
    lines = text.sql.splitlines()
    if not lines or not lines[0].startswith(f"-- {text.name}: ") or not lines[0].rstrip().endswith("?"):
        yield Problem(1, f"the first line must read '-- {text.name}: ...?'")
    for word in ("Reads", "Nulls"):
        if not any(line.startswith(f"-- {word}: ") for line in lines):
            yield Problem(1, f"the header lacks '-- {word}: '")


def reads(text: Text) -> Iterator[Problem]:
    """`Reads:` lists exactly the tables the query reads: flow orders the stages by it."""
    named = listed("Reads", text.sql)
    own = {cte.alias for cte in text.tree.find_all(exp.CTE)}
    used = {table.name for table in text.tree.find_all(exp.Table)} - own
    for name in sorted(used - set(named)):
        yield Problem(1, f"reads {name}, which 'Reads:' does not list")
    for name in sorted(set(named) - used):
        yield Problem(1, f"'Reads:' lists {name}, which is not read")
    for name in sorted({n for n in named if named.count(n) > 1}):
        yield Problem(1, f"'Reads:' lists {name} twice")


def empties(text: Text) -> Iterator[Problem]:
    """The tables without which a stage is said to be empty are among those it reads; `one of` means more than one."""
    named = {heading: listed(heading, text.sql) for heading in ("Reads", "Empty without", "Empty unless one of")}
    for heading in ("Empty without", "Empty unless one of"):
        for name in sorted(set(named[heading]) - set(named["Reads"])):
            yield Problem(1, f"'{heading}:' lists {name}, which 'Reads:' does not list")
    if len(named["Empty unless one of"]) == 1:
        yield Problem(1, "'Empty unless one of:' lists one table; write 'Empty without:'")


def dialects(text: Text) -> Iterator[Problem]:
    """Both dialects can read the query, and it is one query."""
    for dialect in DIALECTS:
        try:
            if len(sqlglot.parse(text.sql, read=dialect)) != 1:
                yield Problem(1, "a derivation is one query, without a semicolon")
        except SqlglotError as error:
            yield Problem(1, f"{dialect} cannot read it: {' '.join(str(error).split())[:200]}")


def stars(text: Text) -> Iterator[Problem]:
    """A star stands alone: `* exclude (...)` and `* replace (...)` are written differently on each engine."""
    for node in text.tree.find_all(exp.Star):
        if any(node.args.values()):
            yield Problem(_line(text, node), f"{node.sql()}: a star stands alone; name the columns")


def functions(text: Text) -> Iterator[Problem]:
    """Only functions that both engines answer alike: the portable ones and the prelude's."""
    allowed = PORTABLE | _prelude_names()
    aliases = {cte.alias.lower() for cte in text.tree.find_all(exp.CTE)}
    for token, following in zip(text.tokens, text.tokens[1:], strict=False):
        name = token.text.lower()
        quoted = token.token_type in (TokenType.STRING, TokenType.IDENTIFIER)
        called = following.token_type == TokenType.L_PAREN and not quoted and re.match(r"[a-z_]", name)
        if called and name not in _PLAIN_WORDS | allowed | aliases:
            why = REFUSED.get(name, "it is not among the functions known to agree on both engines")
            yield Problem(token.line, f"{name}(): {why}")


def divisions(text: Text) -> Iterator[Problem]:
    """A divisor stands in nullif(..., 0): division by zero is infinite on DuckDB and an error on Spark."""
    for node in text.tree.find_all(exp.Div, exp.Mod, exp.IntDiv):
        divisor = node.expression.unnest()
        plain = isinstance(divisor, exp.Literal) and divisor.name != "0"
        if not plain and not isinstance(divisor, exp.Nullif):
            yield Problem(_line(text, node), f"the divisor {divisor.sql()} may be zero; write nullif({divisor.sql()}, 0)")


def intervals(text: Text) -> Iterator[Problem]:
    """No interval literals: DuckDB takes a month for 30 days when both stand in one query. Write plus_days()."""
    for token in text.tokens:
        if token.token_type == TokenType.INTERVAL:
            yield Problem(token.line, "an interval literal; write plus_days() or plus_months()")


def orders(text: Text) -> Iterator[Problem]:
    """Every item of a window's order says asc or desc, and nulls first or last: the defaults differ."""
    for start, token in enumerate(text.tokens[:-1], 1):
        if token.text.lower() == "over" and text.tokens[start].token_type == TokenType.L_PAREN:
            for item in _order_items(text.tokens, start):
                words = [t.text.lower() for t in item]
                if not _TOTAL.search(" ".join(words)):
                    yield Problem(
                        item[0].line, f"order by {' '.join(words)}: say asc or desc, and nulls first or nulls last"
                    )


def numbers(text: Text) -> Iterator[Problem]:
    """No number but 0, 1 and 100 (for percent): thresholds are knowledge, and come in as columns."""
    for node in text.tree.find_all(exp.Literal):
        if not node.is_string and node.name not in NUMBERS and not isinstance(node.parent, exp.DataTypeParam):
            yield Problem(_line(text, node), f"the number {node.name}: it belongs into knowledge")


def integers(text: Text) -> Iterator[Problem]:
    """No cast to an integer: DuckDB rounds where Spark cuts off."""
    for node in text.tree.find_all(exp.Cast):
        if node.to.this in _INTEGERS:
            yield Problem(_line(text, node), f"{node.sql()}: a cast to integer rounds on DuckDB and cuts off on Spark")


def windows(text: Text) -> Iterator[Problem]:
    """At most ten windows that depend on each other: beyond, Spark's planner blows up. Split the stage."""
    queries: dict[str, exp.Expr] = {cte.alias: cte.this for cte in text.tree.find_all(exp.CTE)}
    depth = _depth(text.tree, queries)
    if depth > MOST_WINDOWS:
        yield Problem(1, f"{depth} windows depend on each other; at most {MOST_WINDOWS}. Split the stage.")


def names(text: Text) -> Iterator[Problem]:
    """No drug, regimen, criterion, practice or label by name: they are rows of knowledge."""
    ids = _knowledge_ids()
    for token in text.tokens:
        if token.token_type == TokenType.STRING and token.text in ids:
            yield Problem(token.line, f"'{token.text}' is a record of knowledge; join its table instead")


RULES: tuple[Rule, ...] = (
    header, reads, empties, dialects, stars, functions, divisions, intervals, orders, numbers, integers, windows, names,
)  # fmt: skip


def problems(text: Text) -> list[Problem]:
    """What all rules find, by line; an unreadable text is told once."""
    unreadable = list(dialects(text))
    found = unreadable or [problem for rule in RULES for problem in rule(text)]
    return sorted(set(found), key=lambda p: (p.line, p.words))


def derivation_files() -> list[Path]:
    """Every derivation of the package."""
    return sorted(file for layer in LAYERS for file in (ROOT / "src/thirdline" / layer).glob("*.sql"))


def read(file: Path) -> Text:
    """One derivation from its file."""
    return Text(file.stem, file.read_text(encoding="utf-8"))


def main(arguments: Sequence[str]) -> int:
    """Print the problems of the files named, or of all; 1 when there are any."""
    files = [Path(a).resolve() for a in arguments] or derivation_files()
    found = [(file, problem) for file in files for problem in problems(read(file))]
    for file, problem in found:
        print(f"{file.relative_to(ROOT) if file.is_relative_to(ROOT) else file}:{problem.line}: {problem.words}")
    print(f"SQL lint: {len(files)} derivations, {len(found)} problems")
    return 1 if found else 0


def _line(text: Text, node: exp.Expr) -> int:
    """The line in which the node's first word with a known place stands; 1 when none has."""
    for part in node.walk():
        if "line" in part.meta:
            return int(part.meta["line"])
    words = node.sql(dialect="duckdb").lower()
    return next((n for n, line in enumerate(text.sql.splitlines(), 1) if words in line.lower()), 1)


def _order_items(tokens: Sequence[Token], opening: int) -> Iterator[list[Token]]:
    """The items of the `order by` inside the parenthesis that opens at a place."""
    depth, ordering, item = 0, False, list[Token]()
    for token in tokens[opening:]:
        depth += {TokenType.L_PAREN: 1, TokenType.R_PAREN: -1}.get(token.token_type, 0)
        word = token.text.lower()
        if depth == 0 or (depth == 1 and ordering and word in ("rows", "range", "groups")):
            break
        if depth == 1 and token.token_type == TokenType.ORDER_BY:
            ordering = True
        elif depth == 1 and ordering and token.token_type == TokenType.COMMA:
            yield item
            item = []
        elif ordering:
            item.append(token)
    if item:
        yield item


def _depth(query: exp.Expr, queries: dict[str, exp.Expr], above: tuple[str, ...] = ()) -> int:
    """How many windows the longest chain from the query down to a table passes."""
    parts = [node for node in query.walk(prune=lambda n: isinstance(n, exp.CTE)) if not isinstance(node, exp.CTE)]
    sources = {t.name for t in parts if isinstance(t, exp.Table) and t.name in queries and t.name not in above}
    below = max((_depth(queries[s], queries, (*above, s)) for s in sources), default=0)
    return below + any(isinstance(node, exp.Window) for node in parts)


@cache
def _prelude_names() -> frozenset[str]:
    """The functions that the preludes give to both engines or, where one has it already, to the other."""
    pattern = re.compile(r"create or replace (?:macro|temporary function) (\w+)")
    found = (pattern.match(statement) for dialect in DIALECTS for statement in prelude(dialect))
    return frozenset(match.group(1) for match in found if match)


@cache
def _knowledge_ids() -> frozenset[str]:
    """The ids of records that no derivation may name."""
    kinds = ("drugs", "regimens", "criteria", "practices", "labels", "adjustments")
    return frozenset(file.stem for kind in kinds for file in (home() / kind).rglob("*.yaml"))


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
