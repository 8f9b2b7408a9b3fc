"""How is a value in the unit found turned into the analyte's own unit?

`value_canonical = value * factor + shift`, both exact decimals; UCUM is read by the library ucumvert (on pint), which
is imported only when a unit other than the analyte's own occurs. Mass and amount of substance are converted by the
molar mass of the analyte. Nothing is converted that only looks commensurable:
  - equivalents and osmoles (UCUM counts them as moles: 5 meq/L of calcium would become 5 mmol/L),
  - arbitrary and other counted units ([IU], [CFU], degrees: UCUM gives them no dimension),
  - an annotation that holds a number ({1.73_m2}) and stands on one side only.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_EVEN, Decimal
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from thirdline.records.words import unit_key

if TYPE_CHECKING:
    from thirdline.knowledge.kinds import Analyte
    from thirdline.records.words import Spellings

UNITY = "1"
FACTOR_STEP, FACTOR_BELOW = Decimal("1e-11"), Decimal("1e7")
NOT_AMOUNTS = ("equivalent", "osmol")
PURE_NUMBERS = ("percent", "_10", "dimensionless")


@dataclass(frozen=True)
class Conversion:
    """Multiply by `factor` (11 decimals, below 10^7), then add `shift` (temperatures only)."""

    factor: Decimal
    shift: Decimal = Decimal(0)


def conversion(found: str | None, analyte: Analyte, spelled: Spellings) -> Conversion | None:
    """From the unit found to the analyte's own; None when missing, unknown or not of this quantity.

    A missing unit is understood for pure numbers only (canonical unit `1`).
    """
    unit = understood(found, analyte, spelled)
    if unit == analyte.unit:
        return Conversion(Decimal(1))
    if not unit or _numbered_annotations(unit) != _numbered_annotations(analyte.unit):
        return None
    return _converted(unit, analyte.unit, analyte.molar_mass)


def readable(unit: str) -> bool:
    """Whether the text is a UCUM unit of an amount that can be converted."""
    try:
        return bool(unit) and _quantity(unit) is not None
    except Exception:
        return False


def understood(found: str | None, analyte: Analyte, spelled: Spellings) -> str:
    """The UCUM unit that the unit found means; empty when there is none."""
    unit = UNITY if found is None and analyte.unit == UNITY else unit_key(found or "")
    return spelled.get(unit, unit)


def _numbered_annotations(unit: str) -> list[str]:
    return re.findall(r"\{[^}]*\d[^}]*\}", unit)


@cache
def _registry() -> Any:
    from ucumvert import PintUcumRegistry

    return PintUcumRegistry()


@lru_cache(maxsize=1024)
def _converted(found: str, canonical: str, molar_mass: Decimal | None) -> Conversion | None:
    try:
        source, target = _quantity(found), _quantity(canonical)
        bridge, molar = _bridge(source, target, molar_mass)
        at_zero, at_one = (_through(n, source, bridge, target) for n in (0, 1))
    except Exception:
        return None
    return _fitting(((at_one - at_zero) * molar, at_zero))


def _quantity(unit: str) -> Any:
    """One of that UCUM unit as a pint quantity; ValueError for what must not be converted."""
    quantity = _registry().from_ucum(re.sub(r"/?\{[^}]*\}", "", unit) or UNITY)
    for part in quantity.units._units:
        counted = _registry().Unit(part).dimensionless and not part.startswith(PURE_NUMBERS)
        if counted or any(word in part for word in NOT_AMOUNTS):
            raise ValueError(f"{part} is not an amount")
    return quantity


def _bridge(source: Any, target: Any, molar_mass: Decimal | None) -> tuple[str | None, Decimal]:
    """By what to multiply to reach the target's dimension, and the exact number that stands for it."""
    missing = target.dimensionality / source.dimensionality
    if not missing:
        return None, Decimal(1)
    for bridge, molar in (("mol/g", 1 / molar_mass), ("g/mol", molar_mass)) if molar_mass else ():
        if missing == _registry().Unit(bridge).dimensionality:
            return bridge, molar
    raise ValueError("another dimension")


def _through(n: int, source: Any, bridge: str | None, target: Any) -> Decimal:
    """`n` of the source in the target; pint's floats are read to 12 figures, which they hold."""
    amount = _registry().Quantity(n * source.magnitude, source.units)
    if bridge:
        amount = amount * _registry().Quantity(1, bridge)
    return Decimal(f"{amount.to(target.units).magnitude / target.magnitude:.12g}")


def _fitting(line: tuple[Decimal, Decimal]) -> Conversion | None:
    """The conversion in the decimals its table holds; None when the factor is too large or too small for them."""
    factor = line[0].quantize(FACTOR_STEP, ROUND_HALF_EVEN)
    return Conversion(factor, line[1]) if 0 < factor < FACTOR_BELOW else None
