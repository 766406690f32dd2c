"""Numbers as text, with the digits that a person would write, and round numbers along an axis.

Counted in decimals, whatever the distance of the numbers from 0: in doubles, 0.1 + 0.2 is no
round number, and far from 0 a difference has few digits left.
"""

from collections.abc import Sequence
from decimal import ROUND_CEILING, ROUND_FLOOR, Decimal
from math import floor, inf, isfinite, isnan, log10

from mdn_gui.core.text import say

_DIGITS = 3  # significant digits of the spread
_PRECISION = 15  # significant decimal digits that every double holds
_LONGEST = 12  # characters of a number that a person reads without counting zeros


def rounded(value: float, scale: float) -> str:
    """Write a number with the digits that its spread makes meaningful.

    The last digit is the third significant one of the scale: 12.3456 at a scale of 0.5 is
    "12.346".

    Args:
        value: The number.
        scale: Its spread, such as a standard deviation, in the same units; where that is not
            above 0 and finite, the number's own size.

    Returns:
        Decimal digits, in powers of ten only where that is shorter than many zeros; "unbounded"
        for an infinite number and "undefined" for what is no number.
    """
    if not isfinite(value):
        return say("undefined") if isnan(value) else say("unbounded")
    if not 0.0 < scale < inf:
        scale = abs(value) or 1.0
    decimals = min(_DIGITS - 1 - _exponent(scale), _PRECISION - 1 - _exponent(value))
    # The greatest doubles, rounded up, are no doubles.
    number = round(Decimal(value), decimals)
    if not number:
        return f"{0:.{decimals}f}" if 0 <= decimals <= _LONGEST - 2 else "0"
    fixed = f"{number:.{max(decimals, 0)}f}"
    if len(fixed) <= _LONGEST:
        return fixed
    powers = short_power(f"{number:.{max(decimals + number.adjusted(), 0)}e}")
    return min(fixed, powers, key=len)


def with_error(value: float, error: float) -> str:
    """Write an estimate with its standard error, such as "0.123 ± 0.004".

    Args:
        value: The estimate.
        error: In the same units; it decides the digits, of which chance leaves two certain of the
            width of an interval of four errors.
    """
    width = 40 * error
    return f"{rounded(value, width)} ± {rounded(error, width)}"


def exact(value: float) -> str:
    """Write a number that a person set, such as 0.001, with the digits it was set with.

    Args:
        value: A finite number.

    Returns:
        Up to 15 significant digits and no more than needed, in powers of ten below 0.0001 and
        from 1e15 on.
    """
    return short_power(f"{value + 0.0:.{_PRECISION}g}")


def _exponent(value: float) -> int:
    """The power of ten of the first digit; 0 for 0."""
    return floor(log10(abs(value))) if value else 0


def short_power(text: str) -> str:
    """Without the padding of the power: 1e-05 becomes 1e-5."""
    digits, _, power = text.partition("e")
    return f"{digits}e{int(power)}" if power else text


_ROUND = (1, 2, 5)
_LONGEST_TICK = 8  # characters of a number at a tick; more are left to the name of the axis
_LONGEST_OFFSET = 20  # characters of a number that a person reads without counting zeros


def step_below(length: float) -> Decimal:
    """The largest of 1, 2 and 5 times a power of ten that is not above a length.

    Args:
        length: Above 0, finite.
    """
    exact = _exact(length)
    power = exact.adjusted()
    digit = max(digit for digit in _ROUND if Decimal(digit).scaleb(power) <= exact)
    return Decimal(digit).scaleb(power)


def next_step(step: Decimal) -> Decimal:
    """The next larger of 1, 2 and 5 times a power of ten."""
    return step * 5 / 2 if step.normalize().as_tuple().digits == (2,) else step * 2


def multiples(low: float, high: float, step: Decimal) -> list[Decimal]:
    """The multiples of a step from `low` to `high`, both included."""
    first = (_exact(low) / step).to_integral_value(ROUND_CEILING)
    last = (_exact(high) / step).to_integral_value(ROUND_FLOOR)
    return [(first + count) * step for count in range(int(last - first) + 1)]


def offset(low: float, high: float) -> Decimal:
    """What to take away from all numbers on an axis so that they are short.

    Args:
        low: Lower end of the axis.
        high: Upper end, above `low`.

    Returns:
        0 where the numbers are short as they are; else a number on the axis that is much rounder
        than the others, or a round one before its end next to 0, ten of its lengths away at most.
    """
    lower, upper = _exact(low), _exact(high)
    if lower <= 0 <= upper or _written(lower, upper) <= _LONGEST_TICK:
        return Decimal(0)
    unit = Decimal(1).scaleb((upper - lower).adjusted() + 1)
    nearer, farther = sorted((lower, upper), key=abs)
    roundest = farther // (10 * unit) * (10 * unit)
    return roundest if abs(roundest) >= abs(nearer) else nearer // unit * unit


def texts(values: Sequence[Decimal], step: Decimal, base: Decimal) -> list[str]:
    """Write numbers on an axis, all alike and with the digits that tell neighbours apart.

    Args:
        values: Multiples of the step.
        step: A digit times a power of ten.
        base: What is taken away from them, see `offset`; a multiple of a power of ten.

    Returns:
        A text for each, in powers of ten only where that is shorter than many zeros.
    """
    power = step.adjusted()
    rests = [value - base for value in values]
    fixed = [f"{rest or 0:.{max(-power, 0)}f}" for rest in rests]
    longest = max(map(len, fixed), default=0)
    if longest <= _LONGEST_TICK:
        return fixed
    powers = [
        short_power(f"{rest:.{max(rest.adjusted() - power, 0)}e}") if rest else "0"
        for rest in rests
    ]
    return fixed if max(map(len, powers)) >= longest else powers


def with_offset(name: str, base: Decimal) -> str:
    """What is written on an axis: its name, less the offset of its numbers."""
    if not base:
        return name
    size = abs(base).normalize()
    written = f"{size:,f}"
    if len(written) > _LONGEST_OFFSET:
        written = short_power(f"{size:e}")
    return f"{name} {'−' if base > 0 else '+'} {written}"


def _exact(value: float) -> Decimal:
    """The decimals that stand for a double: 0.1 and no more."""
    return Decimal(repr(float(value)))


def _written(lower: Decimal, upper: Decimal) -> int:
    """Characters of the longest number on an axis, written as it is."""
    step = Decimal(1).scaleb((upper - lower).adjusted() - 1)
    farther = max(lower, upper, key=abs)
    return max(map(len, texts([farther // step * step], step, Decimal(0))))
