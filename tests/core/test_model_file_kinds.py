"""Model files that hold kinds of columns, how the table was read, and its column of weights."""

import json
import zipfile
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdn_gui.core import model_file
from mdn_gui.core.encoding import Encoding
from mdn_gui.core.evidence import TrainingRows
from mdn_gui.core.files.model_archive import write_members
from mdn_gui.core.kinds import Category, Date, Kind, Number
from mdn_gui.core.model import Model
from mdn_gui.core.model_file import ModelFileError
from mdn_gui.core.reading import ColumnReading, Dialect, Reading
from tests.models import assert_same, small_model, small_network

KINDS: tuple[Kind, ...] = (
    Number("logit", -1.5, 1e300, "m/s²", missing=True),
    Category(("красный", "绿色", "<b>", "", "🙂"), other=True, missing=True),
    Date("hours", "2024-02-29T12:00:00", ("hour", "weekday", "month"), missing=True),
)
TARGETS: tuple[Kind, ...] = (Number("log", unit="€", yes_or_no=True), Date("days", "1900-01-01"))
READING = Reading(
    Dialect("CSV", "UTF-8", ";", "", (), "gzip", 2, 3, ("", "kg"), ("One row was passed over.",)),
    1234,
    (
        ColumnReading(
            "größe",
            KINDS[0],
            "All cells are numbers.",
            "comma",
            missing=7,
            missing_marks=("NA", "-"),
            bad=1,
            first_bad=99,
        ),
        ColumnReading("Farbe", KINDS[1], "Its cells are words.", dates="day_first"),
        ColumnReading("id", None, "Every cell is another."),
    ),
    ("A note.",),
)


def encoded_model() -> Model:
    plain = small_model(("größe", "цвет", "when"), ("price", "end"))
    encoding = Encoding(KINDS, (0.25, 0.0, 0.0))
    rng = np.random.default_rng(0)
    inputs = np.column_stack([rng.uniform(0, 9, 20), np.arange(20) % 5, np.arange(20.0)])
    inputs[3] = np.nan
    network = replace(
        small_network(plain.network_settings, encoding.features, 2),
        encoding=encoding,
        target_kinds=TARGETS,
        rows=TrainingRows(inputs, 40, kinds=KINDS),
    )
    return replace(plain, network=network, reading=READING, weight_name="Gewicht")


MODEL = encoded_model()


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("models")
    model_file.save(MODEL, made / "good.mdn")
    return made


def changed(folder: Path, change: Callable[[dict[str, Any]], None]) -> Path:
    """The file with another description."""
    with zipfile.ZipFile(folder / "good.mdn") as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    manifest = json.loads(members["model.json"])
    change(manifest)
    members["model.json"] = json.dumps(manifest).encode()
    with (folder / "changed.mdn").open("wb") as file:
        write_members(file, members)
    return folder / "changed.mdn"


def test_all_of_it_comes_back(folder: Path) -> None:
    loaded = model_file.load(folder / "good.mdn")
    assert_same(loaded, MODEL)
    assert loaded.network.encoding == MODEL.network.encoding
    assert loaded.network.target_kinds == TARGETS
    assert (loaded.reading, loaded.weight_name) == (READING, "Gewicht")
    assert MODEL.network.rows is not None
    assert loaded.network.rows is not None
    assert loaded.network.rows.kinds == KINDS
    x = MODEL.network.rows.inputs
    np.testing.assert_array_equal(loaded.network.rows.inputs, x)
    np.testing.assert_array_equal(loaded.network(x).mean(), MODEL.network(x).mean())
    near = MODEL.network.rows.evidence.at(x)
    np.testing.assert_array_equal(loaded.network.rows.evidence.at(x), near)


def test_a_file_that_does_not_say_which_columns_are_yes_or_no(folder: Path) -> None:
    def change(manifest: dict[str, Any]) -> None:
        del manifest["target_kinds"][0]["yes_or_no"]

    loaded = model_file.load(changed(folder, change))
    assert loaded.network.target_kinds == (Number("log", unit="€"), TARGETS[1])


def test_without_a_reading_or_weights(tmp_path: Path) -> None:
    model_file.save(replace(MODEL, reading=None, weight_name=""), tmp_path / "model.mdn")
    loaded = model_file.load(tmp_path / "model.mdn")
    assert (loaded.reading, loaded.weight_name) == (None, "")


def put(value: object, *path: str | int) -> Callable[[dict[str, Any]], None]:
    """A change that puts a value somewhere."""

    def change(manifest: Any) -> None:  # noqa: ANN401 - JSON
        for name in path[:-1]:
            manifest = manifest[name]
        manifest[path[-1]] = value

    return change


@pytest.mark.parametrize(
    ("change", "fault"),
    [
        (put([], "input_kinds"), "'input_kinds' holds 0 kinds, not 3"),
        (put({}, "input_kinds"), "'input_kinds' is not a list of objects"),
        (put("colour", "input_kinds", 0, "kind"), "'input_kinds.kind' is not one of"),
        (put("root", "input_kinds", 0, "transform"), "'input_kinds.transform' is not one of"),
        (put(-2, "input_kinds", 0, "high"), "must be below the upper bound"),
        (put(1, "input_kinds", 0, "missing"), "'input_kinds.missing' is not true or false"),
        (put(["a", "a"], "input_kinds", 1, "levels"), "needs levels, each once"),
        (put(["a"], "input_kinds", 1, "levels"), "'arrays.parameters' does not state shape"),
        (put(["noon"], "input_kinds", 2, "parts"), "parts' is not one of"),
        (put("soon", "input_kinds", 2, "origin"), "'soon' is no date"),
        (put([0.0], "input_fills"), "'input_fills' holds 1 numbers, not 3"),
        (put([], "input_fills"), "'input_fills' holds 0 numbers, not 3"),
        (put("0", "input_fills"), "'input_fills' is not a list of numbers"),
        (put([], "target_kinds", 0), "is no object"),
        (put("soon", "target_kinds", 1, "origin"), "'soon' is no date"),
        (put(7, "weight"), "'weight' is not text"),
        (put("price", "weight"), "a column is named twice"),
        (put(-1, "reading", "rows"), "'reading.rows' is not a number of at least 0"),
        (put([], "reading", "dialect"), "'reading.dialect' is no object"),
        (put("dot", "reading", "columns", 0, "decimal"), "'reading.columns.decimal' is not one of"),
        (put({}, "reading", "columns", 0, "kind"), "'reading.columns.kind.kind' is missing"),
        (lambda manifest: manifest.pop("reading"), "'reading' is missing"),
    ],
)
def test_what_cannot_be_true_is_refused(
    folder: Path, change: Callable[[dict[str, Any]], None], fault: str
) -> None:
    with pytest.raises(ModelFileError, match=fault):
        model_file.load(changed(folder, change))


ANY: st.SearchStrategy[object] = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=3), st.just([])
)


@given(value=ANY, data=st.data())
def test_any_change_is_refused_or_another_model(
    folder: Path, value: object, data: st.DataObject
) -> None:
    fields = ("input_kinds", "target_kinds", "reading")
    manifest = json.loads(zipfile.ZipFile(folder / "good.mdn").read("model.json"))
    places = [way for name in fields for way in _ways(manifest[name], (name,))]
    way = data.draw(st.sampled_from(places))
    with suppress(ModelFileError):
        model = model_file.load(changed(folder, put(value, *way)))
        assert model.network.columns == 3


def _ways(value: object, path: tuple[str | int, ...]) -> list[tuple[str | int, ...]]:
    """Every place in JSON, as keys from the outside in."""
    places: list[tuple[str | int, object]] = []
    if isinstance(value, dict):
        places = list(value.items())
    elif isinstance(value, list):
        places = list(enumerate(value))
    return [path, *(way for key, inner in places for way in _ways(inner, (*path, key)))]
