"""Which measurements and findings does one FHIR Observation hold, in itself and in its components?"""

from __future__ import annotations

from typing import Any

from thirdline.records.fhir import at, candidates, label, many, start, text, unit
from thirdline.records.flat import Bundle, Row
from thirdline.records.words import Words


def observation(bundle: Bundle, resource: Any) -> None:
    """Add a row for each component that is there, and one for the Observation itself when it has a value."""
    components = many(resource, "component")
    id_ = text(resource, "id")
    for number, part in enumerate(components, 1):
        _observed(bundle, resource, part, f"{id_}/{number}" if id_ else None)
    if _has_value(resource) or not components:
        _observed(bundle, resource, resource, id_)


def _has_value(part: Any) -> bool:
    return isinstance(part, dict) and any(name.startswith(("value", "dataAbsentReason")) for name in part)


def _observed(bundle: Bundle, resource: Any, part: Any, id_: str | None) -> None:
    """A measurement when the code is an analyte's, or is nobody's and the value is a quantity; else a finding."""
    named = candidates(at(part, "code"))
    analyte, finding = bundle.words.agreed("analyte", named), bundle.words.agreed("finding", named)
    who, when = bundle.patient(resource), start(resource, "effective")
    if analyte or (not finding and at(part, "valueQuantity")):
        name = bundle.meant("analyte", at(part, "code"))
        row = {"patient": who, "measurement": id_, "analyte": name, "measured_on": when, **_quantity(part)}
        bundle.flat.rows["measurements"].append(row)
    else:
        name, value = bundle.meant("finding", at(part, "code")), _word(bundle.words, finding, part)
        row = {"patient": who, "finding": id_, "kind": name, "found_on": when, "value": value}
        bundle.flat.rows["findings"].append(row)


def _quantity(part: Any) -> Row:
    quantity, limits = at(part, "valueQuantity"), at(part, "referenceRange", 0)
    value = text(quantity, "value")
    same_unit = [e for e in ("low", "high") if unit(at(limits, e)) in (None, unit(quantity))]
    return {
        "value": f"{text(quantity, 'comparator') or ''}{value}" if value else _plain_value(part),
        "unit": unit(quantity),
        "lower_normal": text(limits, "low", "value") if "low" in same_unit else None,
        "upper_normal": text(limits, "high", "value") if "high" in same_unit else None,
        "method": label(at(part, "method")),
    }


def _plain_value(part: Any) -> str | None:
    """A value that is no quantity, or the reason why there is none."""
    plain = (text(part, f"value{kind}") for kind in ("String", "Integer", "Boolean"))
    concepts = (label(at(part, name)) for name in ("valueCodeableConcept", "dataAbsentReason"))
    return next((value for value in (*plain, *concepts) if value), None)


def _word(words: Words, kind: str | None, part: Any) -> str | None:
    """The allowed value on which all names of the value agree, else how it names itself; all names if they disagree."""
    plain = _plain_value(part) or text(part, "valueQuantity", "value")
    named = candidates(at(part, "valueCodeableConcept")) or [plain or ""]
    meant = {value for each in named if (value := words.value(kind or "", each))}
    if len(meant) > 1:
        return " | ".join(named)
    return meant.pop() if meant else plain
