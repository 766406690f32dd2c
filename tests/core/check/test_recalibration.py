"""Densities made right on average, on fresh rows."""

import numpy as np
import pytest

from mdn_gui.core.check.recalibration import Conformal, recalibrate
from mdn_gui.core.check.scores import judge
from tests.core.check.planted import FAULTS, rows, truth

CALIBRATION, FRESH = rows(1_000, seed=1), rows(5_000, seed=2)


@pytest.mark.parametrize("criterion", ["nll", "crps"])
def test_a_right_density_stays_as_it_is(criterion: str) -> None:
    assert not recalibrate(truth, CALIBRATION, criterion).changes  # type: ignore[arg-type]


@pytest.mark.parametrize(("fault", "factor"), [("small", 1 / 0.7), ("large", 1 / 1.3)])
def test_scales_that_are_off_are_put_right(fault: str, factor: float) -> None:
    found = recalibrate(FAULTS[f"scales 30% too {fault}"], CALIBRATION)
    assert found.width == pytest.approx(factor, rel=0.06)
    assert found.gain > 0.03
    right = found.apply(FAULTS[f"scales 30% too {fault}"])
    assert judge(right, FRESH, 0).inside(0.9, 0).mean() == pytest.approx(0.9, abs=0.02)


@pytest.mark.parametrize("fault", FAULTS)
def test_conformal_regions_hold_what_they_should(fault: str) -> None:
    predict = FAULTS[fault]
    regions = Conformal.of(predict, CALIBRATION)
    levels = judge(predict, FRESH.take(np.arange(2_000)), 0).region_levels
    for mass in (0.5, 0.8, 0.9, 0.95):
        assert (levels <= regions.mass(mass)).mean() == pytest.approx(mass, abs=0.05)


@pytest.mark.parametrize(("mass", "needed"), [(0.9, 9), (0.99, 99)])
def test_too_few_rows_are_refused(mass: float, needed: int) -> None:
    Conformal(np.linspace(0.1, 0.9, needed)).mass(mass)
    with pytest.raises(ValueError, match=f"need at least {needed} rows"):
        Conformal(np.linspace(0.1, 0.9, needed - 1)).mass(mass)


def test_one_row_cannot_recalibrate() -> None:
    with pytest.raises(ValueError, match="at least 2 rows"):
        recalibrate(truth, rows(1, seed=1))
