"""Where epochs stand on an axis."""

from math import isfinite

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdn_gui.qt.plots.epoch_axis import EpochScale

SCALES = st.sampled_from([EpochScale(), EpochScale(log=True)])


@given(scale=SCALES, epoch=st.floats(0.5, 1e5))
def test_there_and_back(scale: EpochScale, epoch: float) -> None:
    assert scale.epoch(scale.position(epoch)) == pytest.approx(epoch)


def test_the_first_epoch_of_a_logarithmic_axis_is_at_zero() -> None:
    scale = EpochScale(log=True)
    assert [scale.position(epoch) for epoch in (1, 10, 1000)] == pytest.approx([0.0, 1.0, 3.0])


@given(scale=SCALES, position=st.floats(allow_nan=False, allow_infinity=False))
def test_every_place_of_a_view_is_some_epoch(scale: EpochScale, position: float) -> None:
    assert isfinite(scale.epoch(position))


@given(scale=SCALES, last=st.integers(2, 100_000))
def test_all_epochs_stand_within_the_extent(scale: EpochScale, last: int) -> None:
    low, high = scale.extent(last)
    assert low < scale.position(1)
    assert scale.position(last) < high
