"""Endpoints as declared data: when the clock starts, what stops it, and what an analyst reads beside the figure.

An endpoint is composed of closed words; what each word means is told by the derivations in `outcomes/`. `time` is
measured in days from a start to an event, `share` counts lines; `mrd` and `age_groups` are what both rest on.
"""

from __future__ import annotations

from itertools import pairwise
from typing import Annotated, Literal

from pydantic import Field, model_validator

from thirdline.knowledge.criteria import Category
from thirdline.knowledge.kinds import Days, Id, Names, Record, Text

Start = Literal["line_start", "diagnosis", "response", "mrd_negative"]
Event = Literal["progression", "death", "next_line", "response", "mrd_negative", "mrd_positive"]
CensoredAt = Literal["last_assessment", "last_seen", "last_mrd_test"]
Observed = Literal["until_new_therapy", "whole_course"]


class Measure(Record):
    """What every endpoint says of itself. `definition` is printed beside each figure."""

    names: Names
    synonyms: tuple[Text, ...] = ()
    definition: Names


class TimeEndpoint(Measure):
    """A time to an event. Each event counts from the start on; of one day the first named here goes before.

    `starts`: the opening of the line, the diagnosis, the first confirmed response of at least `response_at_least`, or the
    first negative MRD test that is sensitive enough. `competing` events end the wait without being the event.
    `observed`: up to the opening of the next line, or over the whole course whatever therapy is given.
    `longest_gap_days`: an event later than so many days after the last assessment is not counted; null: it always is.
    `beside`: the endpoint without which this one is not shown.
    """

    facts = ("events", "censored_at", "response_at_least", "longest_gap_days")
    defines: Literal["time"]
    starts: Start
    events: Annotated[tuple[Event, ...], Field(min_length=1)]
    competing: tuple[Event, ...] = ()
    censored_at: CensoredAt
    observed: Observed
    response_at_least: Category | None = None
    longest_gap_days: Days | None = None
    beside: Id | None = None

    @model_validator(mode="after")
    def words_fit(self) -> TimeEndpoint:
        """An event stands once; a depth of response is named where, and only where, a response is asked for."""
        told = (*self.events, *self.competing)
        if len(set(told)) < len(told):
            raise ValueError("an event may stand once, under 'events' or under 'competing'")
        if ("response" in (self.starts, *told)) != (self.response_at_least is not None):
            raise ValueError("'response_at_least' is named when a response starts the clock or ends it, and only then")
        return self


class ShareEndpoint(Measure):
    """A share of lines: those with what is counted, of all that were opened; what could not be evaluated stays in."""

    facts = ("counts", "response_at_least")
    defines: Literal["share"]
    counts: Literal["response", "mrd_negative", "mrd_sustained"]
    response_at_least: Category | None = None

    @model_validator(mode="after")
    def depth_fits(self) -> ShareEndpoint:
        """A depth of response is named where, and only where, responses are counted."""
        if (self.counts == "response") != (self.response_at_least is not None):
            raise ValueError("'response_at_least' is named when responses are counted, and only then")
        return self


class MrdRules(Record):
    """Which tests of minimal residual disease are sensitive enough, and how far apart two negative ones must lie."""

    facts = ("sensitivities", "sustained_months")
    defines: Literal["mrd"]
    names: Names
    sensitivities: tuple[Text, ...]
    sustained_months: Annotated[int, Field(ge=1)]


class AgeGroups(Record):
    """The ages in years at which one group ends and the next begins."""

    facts = ("from_ages",)
    defines: Literal["age_groups"]
    names: Names
    from_ages: Annotated[tuple[Annotated[int, Field(ge=1)], ...], Field(min_length=1)]

    @model_validator(mode="after")
    def rising(self) -> AgeGroups:
        """Each age is above the one before it."""
        if any(older <= younger for younger, older in pairwise(self.from_ages)):
            raise ValueError("'from_ages' must rise")
        return self


AnyEndpoint = Annotated[TimeEndpoint | ShareEndpoint | MrdRules | AgeGroups, Field(discriminator="defines")]
"""What the folder `endpoints` may hold."""
Endpoint = TimeEndpoint | ShareEndpoint
