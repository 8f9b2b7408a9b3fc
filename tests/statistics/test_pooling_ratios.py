"""A printed ratio becomes an effect only with its limits in order and the level of its interval."""
# pyright: reportOptionalMemberAccess=false, reportArgumentType=false, reportOptionalOperand=false, reportOperatorIssue=false
# pyright: reportOptionalIterable=false, reportGeneralTypeIssues=false, reportCallIssue=false, reportAttributeAccessIssue=false
# (bad input is meant to be bad; figures of these cases exist)

import math
from decimal import Decimal

import pytest

from tests.statistics.golden_pooling import near
from thirdline.statistics import StatisticsError
from thirdline.statistics.pooling import effect_of, printed_consistent

Z95 = 1.959963984540054
Z99 = 2.5758293035489


def test_log_ratio_and_standard_error_of_a_95_per_cent_interval():
    effect = effect_of("0.39", "0.28", "0.53", 0.95)
    assert effect.value == near(math.log(0.39))
    assert effect.standard_error == near(math.log(0.53 / 0.28) / 2 / Z95)
    assert effect.asymmetry == near(math.log(0.39) - (math.log(0.28) + math.log(0.53)) / 2)
    assert (effect.consistent, effect.symmetric, effect.notes) == (True, True, ())
    assert effect.method == "log ratio; standard error from the 95 % interval"


def test_the_level_is_load_bearing_a_99_per_cent_interval_read_as_95_is_a_third_too_wide():
    right, wrong = (effect_of("0.531", "0.318", "0.889", level) for level in (0.99, 0.95))
    assert right.standard_error == near(math.log(0.889 / 0.318) / 2 / Z99)
    assert wrong.standard_error / right.standard_error == near(Z99 / Z95)
    assert effect_of("0.5", "0.4", "0.6", 0.954).method.endswith("95.4 % interval")


def test_the_standard_error_range_is_what_rounding_allows():
    effect = effect_of("0.39", "0.28", "0.53", 0.95)
    expected = (math.log(0.525 / 0.285) / 2 / Z95, math.log(0.535 / 0.275) / 2 / Z95)
    assert effect.standard_error_range == near(expected)
    assert effect_of("0.3", "0.1", "0.9", 0.95).notes == (
        "Rounding of the print leaves the standard error between 0.443 and 0.751.",
    )
    nothing = effect_of("0.01", "0.003", "0.04", 0.95, digits=2)
    assert nothing.standard_error_range is None
    assert nothing.notes[-1] == "The lower limit may be 0 within its rounding: the standard error is hardly known."


@pytest.mark.parametrize(
    ("figures", "consistent"),
    [
        (("0.39", "0.28", "0.53"), True),
        (("0.50", "0.36", "0.99"), False),
        (("1.0", "0.85", "1.18"), True),
        ((1.0, 0.85, 1.18), True),
        (("0.60", "0.36", "0.99"), True),
        # the edge: 0.20 * 0.45 = 0.09 = 0.30 squared; how far may 0.30 move with two decimals?
        (("0.31", "0.20", "0.45"), True),
        (("0.32", "0.20", "0.45"), False),
        (("0.29", "0.20", "0.45"), True),
        (("0.28", "0.20", "0.45"), False),
    ],
)
def test_printed_figures_are_consistent_when_rounding_can_explain_them(figures, consistent):
    assert printed_consistent(*figures) is consistent


def test_decimals_are_read_from_text_taken_from_neighbours_for_numbers_and_from_the_caller_where_given():
    assert printed_consistent("0.5", "0.36", "0.75")  # 0.45-0.55
    assert not printed_consistent(0.5, 0.36, 0.75)  # taken as 0.50
    assert printed_consistent(0.5, 0.36, 0.75, digits=1)
    assert printed_consistent(Decimal("0.5"), Decimal("0.36"), Decimal("0.75"))
    assert not printed_consistent("0.50", "0.36", "0.75")


def test_an_asymmetric_interval_is_said_not_refused_and_the_tolerance_is_an_argument():
    effect = effect_of("0.50", "0.36", "0.99", 0.95)
    assert (effect.consistent, effect.symmetric) == (False, False)
    assert effect.notes[0].startswith(
        "The interval is not symmetric on the log scale, by -0.69 standard errors, more than rounding"
    )
    let_pass = effect_of("0.50", "0.36", "0.99", 0.95, tolerance=0.7)
    assert (let_pass.consistent, let_pass.symmetric) == (False, True)
    assert let_pass.notes[0].endswith("within the tolerance.")
    assert effect_of("0.500", "0.360", "0.710", 0.95).symmetric  # off by 0.06 standard errors, three decimals


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (("0.39", "0.53", "0.28", 0.95), "0.39 (0.53 to 0.28): the limits are reversed or equal"),
        (("0.39", "0.39", "0.39", 0.95), "the limits are reversed or equal"),
        (("0.60", "0.28", "0.53", 0.95), "0.60 (0.28 to 0.53): the ratio lies outside its interval"),
        (("0.20", "0.28", "0.53", 0.95), "outside its interval"),
        (("0.39", "0.28", "0.53", None), "the level of the interval is missing or no share. level: None"),
        (("0.39", "0.28", "0.53", 95), "level: 95; give the confidence level as a share"),
        (("0.39", "0", "0.53", 0.95), "lower limit: 0; a ratio and its limits are finite and above 0."),
        (("-0.39", "0.28", "0.53", 0.95), "ratio: -0.39; a ratio and its limits"),
        (("0.39", "0.28", "inf", 0.95), "upper limit: inf"),
        (("0,39", "0.28", "0.53", 0.95), "ratio: '0,39' is no number; write it with a decimal point."),
        ((float("nan"), "0.28", "0.53", 0.95), "ratio: nan"),
    ],
)
def test_figures_that_no_effect_can_be_made_of_are_refused(arguments, said):
    with pytest.raises(StatisticsError) as caught:
        effect_of(*arguments)
    assert said in str(caught.value)


def test_all_problems_are_said_at_once():
    with pytest.raises(StatisticsError) as caught:
        effect_of("0.39", "0.53", "0.28", None)
    assert len(caught.value.problems) == 2


def test_the_inverse_ratio_is_the_mirrored_effect():
    a, b = effect_of(0.5, 0.25, 0.8, 0.95), effect_of(2.0, 1.25, 4.0, 0.95)
    assert (a.value, a.standard_error, a.asymmetry) == near((-b.value, b.standard_error, -b.asymmetry))


def figures(skew):
    """A ratio whose interval of 95 % is off by `skew` standard errors, with more decimals than rounding could explain."""
    half = 0.2 * Z95
    return [f"{math.exp(x):.6f}" for x in (-0.5 + skew * 0.2, -0.5 - half, -0.5 + half)]


def test_a_tenth_of_a_standard_error_is_let_pass_and_no_more():
    assert effect_of(*figures(0.099), 0.95).symmetric
    assert not effect_of(*figures(0.101), 0.95).symmetric
    assert not effect_of(*figures(-0.101), 0.95).symmetric


def test_rounding_is_said_where_it_may_change_the_standard_error_by_a_tenth():
    def notes(digits):
        return effect_of("0.5", "0.25", "1.0", 0.95, digits=digits).notes

    # half a unit moves log(high / low) by about half a unit times (1 / low + 1 / high), of 1.386
    assert notes(2) == ()
    assert notes(1) == ("Rounding of the print leaves the standard error between 0.294 and 0.423.",)
    assert effect_of("0.52", "0.27", "1.00", 0.95, digits=2).notes == ()
    low, high = effect_of("0.10", "0.04", "0.25", 0.95).standard_error_range
    middle = math.log(0.25 / 0.04) / 2 / Z95
    assert (high - low) / 2 / middle == pytest.approx(0.0789, abs=1e-3)
    assert effect_of("0.10", "0.04", "0.25", 0.95).notes == ()
    low, high = effect_of("0.09", "0.03", "0.25", 0.95).standard_error_range
    assert (high - low) / 2 / (math.log(0.25 / 0.03) / 2 / Z95) == pytest.approx(0.0888, abs=1e-3)
    assert effect_of("0.07", "0.03", "0.15", 0.95).notes != ()


def test_each_figure_is_rounded_by_its_own_decimals():
    found = effect_of("1.0", "0.85", "1.2", 0.95)
    expected = (math.log(1.15 / 0.855) / 2 / Z95, math.log(1.25 / 0.845) / 2 / Z95)
    assert found.standard_error_range == near(expected)
    assert effect_of("30", "20", "45", 0.95).standard_error_range == near(
        (math.log(44.5 / 20.5) / 2 / Z95, math.log(45.5 / 19.5) / 2 / Z95)
    )
    assert effect_of("0.1", "0.010", "1.0", 0.95).standard_error_range is not None
    assert effect_of("0.9", "0.8", "1.0", 0.95, digits=0).standard_error_range == near((0.0, math.log(1.5 / 0.3) / 2 / Z95))
