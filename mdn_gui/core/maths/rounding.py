"""Numbers as text, with the digits that a person would write."""

from decimal import Decimal
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
