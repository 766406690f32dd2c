"""Mixtures against values that were computed at 60 digits."""

import json
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from numpy.testing import assert_allclose
from numpy.typing import NDArray

from mdn_gui.core.mixture import Mixture

RELATIVE = 1e-9
LAST_DIGIT = 1e-55  # next to 0, the golden logarithms end where their 60 digits did
LEAST_NORMAL = float(np.finfo(np.float64).tiny)

type Case = dict[str, Any]


@pytest.fixture
def cases(shared: Path) -> list[Case]:
    content = json.loads((shared / "golden" / "mixtures.json").read_text(encoding="utf-8"))
    found: list[Case] = content["cases"]
    assert len(found) == 21
    return found


def mixture_of(case: Case) -> Mixture:
    return Mixture(np.array(case["logits"]), np.array(case["mu"]), np.array(case["sigma"]))


def agree(
    actual: NDArray[np.float64],
    golden: str | float | list[str],
    what: str,
    absolute: float = LEAST_NORMAL,
) -> None:
    expected = np.array(golden, dtype=np.float64)
    assert_allclose(actual, expected, rtol=RELATIVE, atol=absolute, err_msg=what)


def test_weights_at_every_temperature(cases: list[Case]) -> None:
    for case in cases:
        for temperature, weights in case["weights"].items():
            tempered = mixture_of(case).tempered(weights=float(temperature))
            agree(tempered.weights, weights, case["name"])
            log_weights = case["log_weights"][temperature]
            agree(tempered.log_weights, log_weights, case["name"], absolute=LAST_DIGIT)


def test_moments(cases: list[Case]) -> None:
    for case in cases:
        agree(mixture_of(case).mean(), case["mean"], case["name"])
        agree(mixture_of(case).variance(), case["variance"], case["name"])


def test_densities_and_responsibilities(cases: list[Case]) -> None:
    for case in cases:
        for point in case["points"]:
            what, log_density = f"{case['name']} at {point['y']}", float(point["logpdf"])
            agree(mixture_of(case).log_prob(point["y"]), log_density, what)
            # A responsibility is e^a: the rounding of a log-density comes with it.
            rounding = 1e-12 * max(1000.0, abs(log_density))
            responsibilities = mixture_of(case).responsibilities(point["y"])
            agree(responsibilities, point["responsibilities"], what, absolute=rounding)


@pytest.mark.parametrize("quantity", ["cdf", "log_cdf", "log_sf", "crps"])
def test_univariate_quantities(cases: list[Case], quantity: str) -> None:
    compared = 0
    for case in cases:
        for point in case["points"]:
            if quantity in point:
                actual = getattr(mixture_of(case), quantity)(point["y"][0])
                absolute = LAST_DIGIT if quantity.startswith("log") else LEAST_NORMAL
                agree(actual, point[quantity], f"{case['name']} at {point['y']}", absolute)
                compared += 1
    assert compared == 79


def test_quantiles(cases: list[Case]) -> None:
    compared = 0
    for case in cases:
        mixture = mixture_of(case)
        for p, golden in case.get("quantiles", {}).items():
            actual = mixture.quantile(float(p))
            what = f"{case['name']} at p = {p}"
            if case["ill_conditioned_quantile"]:
                agree(mixture.cdf(actual), p, what)
            else:
                # The median of a symmetric mixture is 0, which no relative tolerance admits.
                agree(actual, golden["q"], what, absolute=1e-15 * mixture.scales.min())
            compared += 1
    assert compared > 50
