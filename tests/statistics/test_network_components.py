"""Component networks, connected and not, against generalised least squares in R (network.R)."""

# A figure that is None fails its test without being asked for first.
# pyright: reportOptionalMemberAccess=false, reportArgumentType=false, reportCallIssue=false
# pyright: reportOptionalOperand=false, reportOperatorIssue=false
from __future__ import annotations

import math

import numpy as np
import pytest

from tests.statistics.test_network_golden import GOLDEN, rows_of, same
from thirdline.statistics.estimates import StatisticsError
from thirdline.statistics.network import Additive, Contrast, Settings, component_network, network

SETS = GOLDEN["components"]
MADE_OF = Additive(inactive="Placebo")
INTERACTION = Additive(inactive="Placebo", interactions=(("Fluticasone", "Salmeterol"),))


@pytest.mark.parametrize("name", list(SETS))
def test_components_agree(name):
    golden = SETS[name]
    found = component_network(rows_of(golden), INTERACTION if name == "interaction" else MADE_OF)
    assert list(found.components) == golden["components"]
    same([found.heterogeneity.q, found.heterogeneity.df], [golden["q"], golden["df"]])
    same(found.heterogeneity.tau2.value, golden["tau2"])
    same([found.standard.q, found.standard.df], [golden["standard_q"], golden["standard_df"]])
    assert found.random is not None and found.unidentified == ()
    for model, effects in (("common", found.common), ("random", found.random)):
        same([e.value for e in effects.components.values()], golden[model]["value"])
        same([e.standard_error for e in effects.components.values()], golden[model]["se"])


def test_the_sum_of_components_is_the_combination_and_the_difference_of_two_the_comparison():
    found = component_network(rows_of(SETS["baker2009"]), MADE_OF).common
    parts, whole = found.components, found.combinations
    assert whole["Fluticasone+Salmeterol"].value == pytest.approx(parts["Fluticasone"].value + parts["Salmeterol"].value)
    assert (whole["Placebo"].value, whole["Placebo"].standard_error) == (0.0, 0.0)
    against = found.comparisons.of("Fluticasone+Salmeterol", "Salmeterol")
    assert against.value == pytest.approx(parts["Fluticasone"].value)
    assert against.standard_error == pytest.approx(parts["Fluticasone"].standard_error)


def test_disconnected_networks_are_joined_by_shared_components_and_say_so():
    found = component_network(rows_of(SETS["disconnected"]), MADE_OF)
    assert len(found.parts) == 2
    assert any("rest on additivity alone" in note for note in found.notes)
    assert not np.isnan(found.common.comparisons.values).any()


def test_all_interactions_are_the_standard_network():
    rows = rows_of(SETS["baker2009"])
    every = Additive(inactive="Placebo", interactions=(("Fluticasone", "Salmeterol"), ("Budesonide", "Formoterol")))
    found = component_network(rows, every)
    (standard,) = network(rows)
    assert found.difference.df == 0 and found.difference.p_value is None
    same(found.common.comparisons.values, standard.common.values)
    same(found.random.comparisons.standard_errors, standard.random.standard_errors)  # type: ignore[union-attr]


def test_the_artificial_network_of_discomb():
    """The example of netmeta's discomb: four parts that only shared components join."""
    sides = [("A + B", "C"), ("A + C", "B"), ("A", "B + C"), ("A", "A + D"), ("D", "E"), ("D", "F"), ("E", "F")]
    means, trials = (4.1, 2.05, 0.0, 0.0, 0.1, 0.1, 0.05), ("1", "2", "3", "4", "5", "5", "5")
    rows = [Contrast(t, a, b, m, 0.1) for t, (a, b), m in zip(trials, sides, means, strict=True)]
    found = component_network(rows, settings=Settings(tolerance=0.05))
    assert found.components == ("A", "B", "C", "D", "E", "F")
    assert found.parts == (("A", "A + D", "B + C"), ("D", "E", "F"), ("A + B", "C"), ("A + C", "B"))
    effects = found.common.components
    # A + B - C = 4.1, A + C - B = 2.05, A - B - C = 0: A 3.075, B 2.05, C 1.025
    assert [round(effects[c].value, 6) for c in "ABC"] == [3.075, 2.05, 1.025]
    assert (round(effects["D"].value, 6), round(effects["D"].standard_error, 6)) == (0.0, 0.1)
    assert found.difference.df == 0 and found.heterogeneity.df == 0 and found.random is None


def test_what_the_trials_leave_open_has_no_value():
    rows = [Contrast("1", "A+B", "C", -1.0, 0.1), Contrast("2", "C", "D", -0.5, 0.1)]
    found = component_network(rows, Additive(inactive="D"))
    assert found.unidentified == ("A", "B")
    assert found.common.components["A"].value is None and "not estimable" in found.common.components["A"].notes[0]
    assert found.common.combinations["A+B"].value == pytest.approx(-1.5)  # both always together: their sum is known
    assert found.common.components["C"].value == pytest.approx(-0.5)
    apart = component_network([Contrast("1", "A", "B", -1.0, 0.1), Contrast("2", "C", "D", -0.5, 0.1)])
    assert apart.common.comparisons.of("A", "C").value is None
    assert apart.common.comparisons.of("A", "B").value == pytest.approx(-1.0)
    assert apart.common.comparisons.p_value("A", "C") is None


def test_additivity_that_does_not_hold_is_seen():
    rows = [Contrast("1", "A", "P", -1.0, 0.1), Contrast("2", "B", "P", -0.5, 0.1), Contrast("3", "A+B", "P", -0.5, 0.1)]
    found = component_network(rows, Additive(inactive="P"))
    assert found.difference.q == pytest.approx(1.0**2 / (3 * 0.1**2))
    assert found.difference.p_value == pytest.approx(math.erfc(math.sqrt(found.difference.q / 2)))
    assert found.standard.df == 0 and found.standard.p_value is None


def test_the_same_components_in_another_order_are_the_same_treatment():
    rows = [Contrast("1", "A+B", "P", -1.0, 0.1), Contrast("2", "B+A", "P", -0.6, 0.1)]
    found = component_network(rows, Additive(inactive="P"))
    assert found.common.combinations["A+B"].value == pytest.approx(-0.8)
    assert "held to be the same" in found.notes[-1] or any("held to be the same" in note for note in found.notes)


@pytest.mark.parametrize(
    ("made_of", "words"),
    [
        (Additive(inactive="Q"), "inactive component 'Q' is in no treatment; the components are A, B, P"),
        (Additive(interactions=(("A", "X"),)), "interaction A*X"),
        (Additive(interactions=(("A",),)), "interaction A: two or more"),
        (Additive(inactive="P", interactions=(("A", "P"),)), "interaction A*P"),
    ],
)
def test_components_that_do_not_exist_are_refused(made_of, words):
    with pytest.raises(StatisticsError) as refused:
        component_network([Contrast("1", "A", "P", -1.0, 0.1), Contrast("2", "A+B", "P", -0.5, 0.1)], made_of)
    assert words in str(refused.value)


def test_names_that_cannot_be_taken_apart_are_refused():
    with pytest.raises(StatisticsError, match="'A\\+' has an empty component"):
        component_network([Contrast("1", "A+", "P", -1.0, 0.1)])
    with pytest.raises(StatisticsError, match="names a component twice"):
        component_network([Contrast("1", "A + A", "P", -1.0, 0.1)])
    with pytest.raises(StatisticsError, match="no treatment holds all"):
        component_network(
            [Contrast("1", "A", "P", -1.0, 0.1), Contrast("2", "B", "P", -1.0, 0.1)], Additive(interactions=(("A", "B"),))
        )


def test_another_separator():
    found = component_network([Contrast("1", "A/B", "P", -1.0, 0.1), Contrast("2", "A", "P", -0.4, 0.1)], Additive("/", "P"))
    assert found.common.components["B"].value == pytest.approx(-0.6)


def test_a_t_interval_is_taken_where_it_is_asked_for():
    plain = component_network(rows_of(SETS["baker2009"]), MADE_OF).random.components["Salmeterol"]
    wide = component_network(rows_of(SETS["baker2009"]), MADE_OF, settings=Settings(interval="t")).random.components[
        "Salmeterol"
    ]
    assert wide.high - wide.value == pytest.approx(2.0106347546 * plain.standard_error, rel=1e-8)
    assert "additive, random effects" in plain.method and "t interval on 48 df" in wide.method
