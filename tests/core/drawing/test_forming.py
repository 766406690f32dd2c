"""The networks stored of one run, and their pictures."""

import pickle
import zipfile

import numpy as np
import pytest
from numpy.lib import format as npy
from scipy.signal import find_peaks

from mdn_gui.core.drawing.forming import (
    FRAMES,
    PROBLEM,
    X_RANGE,
    Y_RANGE,
    FormingRequest,
    form,
    networks,
)
from mdn_gui.core.network import Network
from mdn_gui.core.resources import resource

TONES = np.arange(256, dtype=np.uint32) | np.uint32(0xFF000000)


def request(frame: int = FRAMES - 1, x: float = 0.2) -> FormingRequest:
    return FormingRequest(frame, x, columns=90, pixels=240, colours=TONES)


def loss(network: Network) -> float:
    """The mean negative log-likelihood of fresh rows, in nats."""
    rows = PROBLEM.dataset(2_000, seed=7)
    return -float(network(rows.inputs).log_prob(rows.targets).mean())


def test_a_few_dozen_networks_are_stored_small_and_without_pickle() -> None:
    file = resource("networks", "inverse-sine.npz")
    assert file.stat().st_size < 200_000
    with zipfile.ZipFile(file) as archive:
        for name in archive.namelist():
            with archive.open(name) as array:
                npy.read_magic(array)
                _, _, kind = npy.read_array_header_1_0(array)
                assert not kind.hasobject, name
    epochs = [epoch for epoch, _ in networks()]
    assert len(epochs) == FRAMES
    assert epochs == sorted(set(epochs))


def test_they_learn_the_problem_step_by_step() -> None:
    losses = [loss(network) for _, network in networks()[::5]]
    assert losses[0] > PROBLEM.floor + 1.0, "the first knows little"
    assert losses[-1] < PROBLEM.floor + 0.2, "the last nearly all that there is to know"
    assert max(np.diff(losses)) < 0.1, "hardly ever worse than before"


@pytest.mark.parametrize(("frame", "x"), [(0, 0.2), (12, -5.0), (FRAMES - 1, 0.2)])
def test_the_density_at_x_is_that_of_the_network(frame: int, x: float) -> None:
    formed = form(request(frame, x))
    epoch, network = networks()[frame]
    assert formed.epoch == epoch
    edges = np.linspace(*Y_RANGE, 241)
    y = (edges[1:] + edges[:-1]) / 2
    density = np.exp(network(np.array([x]))[0].log_prob(y[:, np.newaxis]))
    np.testing.assert_allclose(formed.profile, density, atol=0.02 * density.max())
    assert formed.answers[:, 1].sum() == pytest.approx(1.0, abs=0.05)
    peaks, _ = find_peaks(density, height=0.05 * density.max())
    np.testing.assert_allclose(formed.answers[:, 0], y[peaks], atol=0.1)


def test_the_last_network_gives_all_five_answers_and_the_first_one() -> None:
    assert len(form(request(0)).answers) == 1
    assert len(form(request(FRAMES - 1)).answers) == 5


def test_the_picture_is_dark_where_answers_are() -> None:
    formed = form(request())
    assert formed.image.shape == (240, 90)
    column = round((0.2 - X_RANGE[0]) / (X_RANGE[1] - X_RANGE[0]) * 90)
    low, high = Y_RANGE
    for y, _ in formed.answers:
        assert formed.image[int(240 * (high - y) / (high - low)), column] > TONES[100]
    assert formed.image[0, column] == TONES[0], "no answer so far up"


def test_it_crosses_to_another_process_and_nobody_writes_into_it() -> None:
    formed = pickle.loads(pickle.dumps(form(request(3))))  # noqa: S301 - its own
    for array in (formed.image, formed.profile, formed.answers):
        with pytest.raises(ValueError, match="read-only"):
            array[...] = 0
