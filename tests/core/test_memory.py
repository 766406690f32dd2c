"""What a run takes of the memory, and when it is refused for that."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from mdn_gui.core import memory
from mdn_gui.core.memory import NotEnoughMemoryError, check_memory, memory_needed, needed_by
from mdn_gui.core.settings import PRESETS, NetworkSettings, TrainingSettings
from mdn_gui.core.training import train
from tests.listening import DATASET

NETWORK, TRAINING = NetworkSettings(), TrainingSettings(epochs=1)
MEGABYTE = 1_000_000

# Most memory that a process trained in beyond what it had after a first small run, which is a
# program less than estimated, without networks that anyone keeps: Linux, 2 cores, TensorFlow 2.21.
MEASURED: list[tuple[dict[str, Any], dict[str, Any], tuple[int, int, int], int]] = [
    ({"hidden": (1024, 1024), "members": 5}, {}, (1, 1, 1000), 938),
    ({"hidden": (4096, 4096, 4096)}, {}, (1, 1, 1000), 4922),
    ({"hidden": (16,)}, {"batch_size": 1024}, (20, 1, 1_000_000), 739),
    ({"hidden": (256, 256), "components": 20}, {"batch_size": 65536}, (1, 1, 70_000), 368),
    (
        {"hidden": (512, 512), "components": 20, "members": 10},
        {"batch_size": 2048},
        (1, 1, 20_000),
        646,
    ),
]


@pytest.mark.parametrize(("network", "training", "table", "measured"), MEASURED)
def test_the_estimate_is_what_was_measured_and_not_much_more(
    network: dict[str, Any],
    training: dict[str, Any],
    table: tuple[int, int, int],
    measured: int,
) -> None:
    settings = NetworkSettings(**network), TrainingSettings(epochs=1, **training)
    estimate = memory_needed(*settings, *table) / 2**20
    assert 0.95 * measured < estimate < 1.5 * measured


@pytest.mark.parametrize(
    ("network", "training", "rows"),
    [
        (replace(NETWORK, hidden=(30, 15)), TRAINING, 100),
        (replace(NETWORK, components=30), TRAINING, 100),
        (replace(NETWORK, members=2), TRAINING, 100),
        (NETWORK, replace(TRAINING, epochs=2), 100),
        (NETWORK, replace(TRAINING, batch_size=1000), 100),
        (NETWORK, TRAINING, 200),
    ],
)
def test_more_of_anything_needs_more(
    network: NetworkSettings, training: TrainingSettings, rows: int
) -> None:
    more = memory_needed(network, training, 1, 1, rows)
    assert more > memory_needed(NETWORK, TRAINING, 1, 1, 100)


def test_weights_need_as_much_as_one_column_more() -> None:
    weighted = replace(DATASET, weights=np.ones(DATASET.rows))
    more = memory_needed(NETWORK, TRAINING, 1, 1, 100, weighted=True)
    assert more > memory_needed(NETWORK, TRAINING, 1, 1, 100)
    assert needed_by(weighted, NETWORK, TRAINING) > needed_by(DATASET, NETWORK, TRAINING)


def test_folds_need_as_much_as_the_rows_that_they_hold() -> None:
    needed = [
        memory_needed(NETWORK, TrainingSettings(folds=4, validation_fraction=share), 5, 1, 100_000)
        for share in (0.05, 0.1, 0.25, 0.6)
    ]
    assert needed[0] < needed[1] < needed[2] == needed[3]
    assert needed[1] - needed[0] == pytest.approx((needed[2] - needed[0]) / 4, rel=1e-6)


def test_the_networks_kept_are_bounded() -> None:
    large = NetworkSettings(hidden=(1024, 1024), members=5)
    short, long = (
        memory_needed(large, TrainingSettings(epochs=epochs), 1, 1, 100) for epochs in (1, 100_000)
    )
    assert long - short < 500 * MEGABYTE


def check(network: NetworkSettings, *, loads_tensorflow: bool = False) -> None:
    check_memory(DATASET, network, TRAINING, loads_tensorflow=loads_tensorflow)


def test_what_needs_more_than_there_is_is_refused_before_tensorflow_is_there(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(memory, "free_memory", lambda: 12_000 * MEGABYTE)
    monkeypatch.setattr(memory, "free_address_space", lambda: None)
    check(NETWORK, loads_tensorflow=True)
    largest = NetworkSettings(hidden=(4096,) * 8, members=2)
    with pytest.raises(NotEnoughMemoryError) as refusal:
        check(largest)
    assert str(refusal.value) == (
        "These settings need about 47 GB of memory; 12 GB are free. Fewer units, members or rows, "
        "or smaller batches, need less."
    )
    # Scripts meet it as a ValueError of the first epoch.
    with pytest.raises(ValueError, match="These settings need about 4"):
        next(train(DATASET, largest, TRAINING))


def test_what_the_run_before_gives_back_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "free_address_space", lambda: None)
    settings = PRESETS["recommended"]
    data = DATASET
    needed = needed_by(data, *settings)
    monkeypatch.setattr(memory, "free_memory", lambda: needed - 1)
    with pytest.raises(NotEnoughMemoryError):
        check_memory(data, *settings, loads_tensorflow=False)
    check_memory(data, *settings, loads_tensorflow=False, freed=1)


def test_too_little_for_any_settings_is_told_so(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "free_memory", lambda: 600 * MEGABYTE)
    monkeypatch.setattr(memory, "free_address_space", lambda: None)
    check(NETWORK)
    with pytest.raises(NotEnoughMemoryError) as refusal:
        check(NETWORK, loads_tensorflow=True)
    assert str(refusal.value) == (
        "Training takes about 850 MB of memory whatever the settings; 600 MB are free. Close other "
        "programs, or give this one more."
    )


def test_a_limit_of_the_address_space_is_told_with_its_name(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(memory, "free_memory", lambda: None)
    monkeypatch.setattr(memory, "free_address_space", lambda: 1_900 * MEGABYTE)
    check(NETWORK)
    with pytest.raises(NotEnoughMemoryError, match=r"1.9 GB are free.*\(ulimit -v\)"):
        check(NETWORK, loads_tensorflow=True)


def test_where_the_system_tells_nothing_nothing_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "free_memory", lambda: None)
    monkeypatch.setattr(memory, "free_address_space", lambda: None)
    check(NetworkSettings(hidden=(4096,) * 8, members=20), loads_tensorflow=True)


def test_the_presets_need_little() -> None:
    for settings in PRESETS.values():
        assert memory_needed(*settings, inputs=1, outputs=1, rows=3000) < 400 * MEGABYTE
