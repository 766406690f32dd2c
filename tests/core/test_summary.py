"""Layers as Keras counts them, and settings as text that can be read back."""

import tomllib

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdn_gui.core.dataset import Scaling
from mdn_gui.core.engine.loading import load_tensorflow
from mdn_gui.core.layout import Layout
from mdn_gui.core.network import Network
from mdn_gui.core.settings import (
    ACTIVATIONS,
    PRESETS,
    NetworkSettings,
    TrainingSettings,
    recommended,
)
from mdn_gui.core.summary import LayerRow, layers, settings_text, total_parameters

LAYOUTS = st.builds(
    Layout,
    members=st.integers(1, 3),
    inputs=st.integers(1, 4),
    hidden=st.lists(st.integers(1, 6), max_size=3).map(tuple),
    components=st.integers(1, 5),
    outputs=st.integers(1, 3),
)
NETWORKS = st.builds(
    NetworkSettings,
    hidden=st.lists(st.integers(1, 4096), max_size=8).map(tuple),
    activation=st.sampled_from(ACTIVATIONS),
    standardize=st.booleans(),
    scale_floor=st.floats(1e-9, 1.0),
)
TRAININGS = st.builds(
    TrainingSettings,
    learning_rate=st.floats(1e-7, 10.0) | st.just(1),
    seed=st.integers(0, 2**31 - 1),
    clip_norm=st.floats(0.0, 1e6),
)


def test_the_tutorials_network_has_three_layers() -> None:
    assert layers(Layout(1, 1, (15, 15), 10, 1), "relu") == (
        LayerRow("hidden 1", "relu", (None, 15), 30),
        LayerRow("hidden 2", "relu", (None, 15), 240),
        LayerRow("mixture: weights, means, scales", "softmax, linear, exp", (None, 30), 480),
    )


def test_several_members_have_an_axis_and_are_counted_together() -> None:
    rows = layers(Layout(5, 2, (8,), 3, 2), "tanh")
    assert [row.output_shape for row in rows] == [(5, None, 8), (5, None, 15)]
    assert [row.parameters for row in rows] == [5 * 24, 5 * 135]


def test_a_linear_model_is_its_mixture_alone() -> None:
    (row,) = layers(Layout(1, 3, (), 2, 1), "relu")
    assert row.name.startswith("mixture")
    assert row.parameters == 4 * 6


@given(LAYOUTS)
def test_the_layers_parameters_are_all_there_are(layout: Layout) -> None:
    rows = layers(layout, "silu")
    parameters = np.zeros((layout.members, layout.size))
    counted = [kernel.size + bias.size for kernel, bias in layout.unpack(parameters)]
    assert [row.parameters for row in rows] == counted
    assert total_parameters(layout) == parameters.size


@pytest.mark.parametrize("layout", [Layout(1, 1, (15, 15), 10, 1), Layout(2, 3, (7,), 4, 2)])
def test_keras_counts_and_shapes_the_same(layout: Layout) -> None:
    load_tensorflow()
    from mdn_gui.core.keras_model import member_models  # noqa: PLC0415 - after loading

    network = Network(
        layout=layout,
        activation="relu",
        parameters=np.zeros((layout.members, layout.size), np.float32),
        input_scaling=Scaling.identity(layout.inputs),
        target_scaling=Scaling.identity(layout.outputs),
        log_floor=np.zeros(layout.outputs, np.float32),
    )
    models = member_models(network)
    rows = layers(layout, "relu")
    for row, *same in zip(rows, *(model.layers for model in models), strict=True):
        assert row.parameters == sum(layer.count_params() for layer in same)
        assert row.output_shape[-2:] == (None, same[0].output.shape[-1])
    assert total_parameters(layout) == sum(model.count_params() for model in models)


@given(NETWORKS, TRAININGS)
def test_the_text_reads_back_as_the_same_settings(
    network: NetworkSettings, training: TrainingSettings
) -> None:
    read = tomllib.loads(settings_text(network, training))
    assert set(read) == {"network", "training"}
    assert NetworkSettings(**read["network"]) == network
    assert TrainingSettings(**read["training"]) == training


def test_every_setting_has_a_line() -> None:
    lines = settings_text(*PRESETS["tutorial"]).splitlines()
    assert lines[:3] == ["[network]", "hidden = [15, 15]", 'activation = "relu"']
    assert "standardize = false" in lines
    assert "learning_rate = 0.001" in lines
    assert lines.index("[training]") == lines.index("") + 1
    assert len([line for line in lines if " = " in line]) == 26


@pytest.mark.parametrize(
    ("members", "recipes", "folds", "line"),
    [
        (1, 2, 5, "members = 1  # 10 members: 2 recipes × 5 folds"),
        (3, 1, 4, "members = 3  # 12 members: 3 × 4 folds"),
        (5, 1, 1, "members = 5"),
    ],
)
def test_the_setting_of_members_says_how_many_there_are_in_all(
    members: int, recipes: int, folds: int, line: str
) -> None:
    settings = NetworkSettings(members=members), TrainingSettings(recipes=recipes, folds=folds)
    assert line in settings_text(*settings).splitlines()


@given(st.text(), st.floats(allow_nan=False), st.integers(-(2**63), 2**63 - 1))
def test_facts_come_first_and_read_back(title: str, loss: float, rows: int) -> None:
    settings = recommended(rows=1_000, inputs=1)
    text = settings_text(*settings, title=title, loss=np.float64(loss), rows=rows, streamed=True)
    assert text.startswith("title = ")
    read = tomllib.loads(text)
    facts = {name: read[name] for name in ("title", "loss", "rows", "streamed")}
    assert facts == {"title": title, "loss": loss, "rows": rows, "streamed": True}
    assert NetworkSettings(**read["network"]) == settings[0]
