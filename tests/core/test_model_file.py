"""Model files: saved, loaded, damaged, forged and in the way."""

import json
import os
import zipfile
from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdn_gui.core import model_file
from mdn_gui.core.evidence import TrainingRows
from mdn_gui.core.files.model_archive import write_members
from mdn_gui.core.model_file import ModelFileError
from mdn_gui.core.network import Share
from mdn_gui.core.settings import NetworkSettings, TrainingSettings
from tests.models import assert_same, small_model

MODEL = small_model()
SAMPLES = Path(__file__).with_name("files") / "samples"
"""Files that earlier versions wrote."""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A file that holds a model."""
    file = tmp_path / "model.mdn"
    model_file.save(MODEL, file)
    return file


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with a model in it, for many examples."""
    made = tmp_path_factory.mktemp("models")
    model_file.save(MODEL, made / "good.mdn")
    return made


def refusal(path: Path) -> str:
    with pytest.raises(ModelFileError) as raised:
        model_file.load(path)
    assert "\n" not in str(raised.value)
    return str(raised.value)


def changed(path: Path, **fields: object) -> Path:
    """The same file with other fields in its description."""
    with zipfile.ZipFile(path) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    members["model.json"] = json.dumps(json.loads(members["model.json"]) | fields).encode()
    with path.open("wb") as file:
        write_members(file, members)
    return path


@pytest.mark.parametrize("members", [1, 3])
def test_a_model_comes_back_to_the_last_bit(tmp_path: Path, members: int) -> None:
    model = small_model(("depth, m",), ("age", "mass"), members)
    model_file.save(model, tmp_path / "model.mdn")
    loaded = model_file.load(str(tmp_path / "model.mdn"))
    assert_same(loaded, model)
    x = np.linspace(-2.0, 2.0, 7)[:, None]
    np.testing.assert_array_equal(loaded.network(x).means, model.network(x).means)


@pytest.mark.parametrize("kept", [1, 30])
def test_training_rows_come_back_without_their_targets(tmp_path: Path, kept: int) -> None:
    rng = np.random.default_rng(0)
    rows = TrainingRows(rng.normal(size=(kept, 2)), 90, rng.normal(size=(kept, 1)))
    model = replace(MODEL, network=replace(MODEL.network, rows=rows))
    model_file.save(model, tmp_path / "model.mdn")
    network = model_file.load(tmp_path / "model.mdn").network
    assert network.rows is not None
    assert (network.rows.total, network.rows.targets) == (90, None)
    np.testing.assert_array_equal(network.rows.inputs, rows.inputs)
    np.testing.assert_array_equal(network.rows.evidence.reach, rows.evidence.reach)
    np.testing.assert_array_equal(network.supported, model.network.supported)
    x = rng.normal(size=(5, 2))
    hot = model.network.tempered(x, 4.0)
    np.testing.assert_array_equal(network.tempered(x, 4.0).weights, hot.weights)


def test_a_file_of_the_first_format_is_still_read() -> None:
    model = model_file.load(SAMPLES / "model-format-1.mdn")
    assert model.record.rows == 400
    assert model.network.rows is None
    mixture = model.network([0.0, 5.0])
    # As the program that wrote it said.
    np.testing.assert_allclose(mixture.mean()[:, 0], [0.52241359, 3.24533056], rtol=1e-8)
    log_density = mixture.log_prob([[0.0], [1.0]])
    np.testing.assert_allclose(log_density, [-2.62247186, -2.49129546], rtol=1e-8)


def test_a_file_of_the_second_format_is_still_read() -> None:
    model = model_file.load(SAMPLES / "model-format-2.mdn")
    assert model.training_settings.test_fraction == 0.0
    assert model.network.rows is not None
    assert (model.network.rows.total, len(model.network.rows.inputs)) == (340, 340)
    mixture = model.network([0.0, 5.0])
    # As the program that wrote it said.
    np.testing.assert_allclose(mixture.mean()[:, 0], [0.3860533501, 3.1222047177], rtol=1e-8)
    log_density = mixture.log_prob([[0.0], [1.0]])
    np.testing.assert_allclose(log_density, [-2.6308744755, -2.4935078745], rtol=1e-8)


def test_a_file_of_the_third_format_is_still_read() -> None:
    model = model_file.load(SAMPLES / "model-format-3.mdn")
    assert (model.input_names, model.training_settings.test_fraction) == (("a", "größe"), 0.1)
    assert model.network.rows is not None
    x = [[0.0, 5.0], [1.0, 2.5]]
    # As the program that wrote it said.
    near = model.network.rows.evidence.at(x)
    np.testing.assert_allclose(near, [14.86938462238, 10.10442173307], rtol=1e-8)
    mixture = model.network(x)
    means = [[0.99159255873, 5.096342616], [0.55504854394, 2.65556858181]]
    np.testing.assert_allclose(mixture.mean(), means, rtol=1e-8)
    log_density = mixture.log_prob([[1.0, 5.0], [0.5, 2.0]])
    np.testing.assert_allclose(log_density, [-2.60655374893, -1.85295145244], rtol=1e-8)


def test_a_file_of_the_fourth_format_is_still_read() -> None:
    model = model_file.load(SAMPLES / "model-format-4.mdn")
    assert (model.input_names, model.weight_name) == (("temperature", "site"), "weight")
    assert (model.network.layout.members, model.network.ensemble) == (2, ())
    assert (model.training_settings.folds, model.training_settings.stacking) == (1, False)
    assert model.network.rows is not None
    x = [[10.0, 0.0], [25.0, 2.0]]  # at the sites Süd and south
    # As the program that wrote it said.
    near = model.network.rows.evidence.at(x)
    np.testing.assert_allclose(near, [3.292470974131, 7.192985239482], rtol=1e-8)
    mixture = model.network(x)
    np.testing.assert_allclose(mixture.mean()[:, 0], [16.89548768001, 23.049056383358], rtol=1e-8)
    log_density = mixture.log_prob([[3.0], [15.0]])
    np.testing.assert_allclose(log_density, [-2.534631341987, -3.675634700216], rtol=1e-8)


def test_a_file_of_the_fifth_format_is_still_read() -> None:
    model = model_file.load(SAMPLES / "model-format-5.mdn")
    assert (model.network.layout.members, model.network.scale_factor) == (8, 1.0)
    # Its two folds held all rows.
    training = model.training_settings
    assert (training.folds, training.validation_fraction) == (2, 0.5)
    assert model.network.ensemble[2] == Share(1, 0, 3, model.network.ensemble[3].weight)
    mixture = model.network([2.0])
    # As the program that wrote it said.
    assert mixture.mean()[0, 0] == pytest.approx(0.20860898372831, rel=1e-8)
    assert mixture.log_prob([[0.5]])[0] == pytest.approx(-0.74076373424387, rel=1e-8)


STACKED = replace(
    MODEL,
    network=replace(
        MODEL.network,
        layout=replace(MODEL.network.layout, members=4),
        parameters=np.random.default_rng(1)
        .normal(size=(4, MODEL.network.layout.size))
        .astype(np.float32),
        ensemble=(
            Share(0, 0, 12, 0.35),
            Share(0, 1, 9, 0.35),
            Share(0, 0, 20, 0.15),
            Share(0, 1, 20, 0.15),
        ),
        scale_factor=0.864,
    ),
    network_settings=replace(MODEL.network_settings, members=1),
    training_settings=replace(MODEL.training_settings, folds=2, stacking=True),
)
"""Two members, each at its best and at its last epoch."""


def test_what_the_members_are_and_weigh_comes_back(tmp_path: Path) -> None:
    model_file.save(STACKED, tmp_path / "model.mdn")
    loaded = model_file.load(tmp_path / "model.mdn")
    assert_same(loaded, STACKED)
    assert loaded.network.ensemble == STACKED.network.ensemble
    x = np.random.default_rng(0).normal(size=(5, 2))
    expected = STACKED.network(x)
    np.testing.assert_array_equal(loaded.network(x).log_weights, expected.log_weights)
    np.testing.assert_array_equal(loaded.network(x).scales, expected.scales)


@pytest.mark.parametrize(
    ("ensemble", "fault"),
    [
        ([{"recipe": 0, "fold": 0, "epoch": 1, "weight": 0.25}] * 3, "an ensemble of 4 members"),
        ([{"recipe": 0, "fold": 0, "epoch": 1, "weight": 0.5}] * 4, "with the sum 1"),
        ([{"recipe": 0, "fold": 0, "epoch": -1, "weight": 0.25}] * 4, "a number of at least 0"),
        ([{"recipe": 0, "fold": 0, "epoch": 1}] * 4, "field 'ensemble.weight' is missing"),
    ],
)
def test_an_ensemble_that_does_not_fit_is_refused(
    tmp_path: Path, ensemble: list[object], fault: str
) -> None:
    model_file.save(STACKED, tmp_path / "model.mdn")
    assert fault in refusal(changed(tmp_path / "model.mdn", ensemble=ensemble))


@pytest.mark.parametrize(
    ("factor", "fault"),
    [(0.0, "scale_factor is 0"), (-1.0, "scale_factor is -1"), ("1", "field 'scale_factor' is")],
)
def test_a_factor_on_the_scales_that_is_none_is_refused(
    tmp_path: Path, factor: object, fault: str
) -> None:
    model_file.save(STACKED, tmp_path / "model.mdn")
    assert fault in refusal(changed(tmp_path / "model.mdn", scale_factor=factor))


@pytest.mark.parametrize(
    ("fields", "fault"),
    [
        ({"training_rows": 1}, "30 rows cannot be kept of 1"),
        ({"training_rows": None}, "field 'training_rows' is not a whole number"),
    ],
)
def test_rows_that_do_not_add_up_are_refused(
    tmp_path: Path, fields: dict[str, object], fault: str
) -> None:
    rows = TrainingRows(np.random.default_rng(0).normal(size=(30, 2)), 90)
    model = replace(MODEL, network=replace(MODEL.network, rows=rows))
    model_file.save(model, tmp_path / "model.mdn")
    assert fault in refusal(changed(tmp_path / "model.mdn", **fields))


def test_the_same_model_gives_the_same_bytes(path: Path, tmp_path: Path) -> None:
    model_file.save(model_file.load(path), tmp_path / "again.mdn")
    assert (tmp_path / "again.mdn").read_bytes() == path.read_bytes()


def test_it_is_a_zip_of_json_and_arrays_that_other_programs_read(path: Path) -> None:
    with zipfile.ZipFile(path) as archive:
        assert archive.testzip() is None
        assert json.loads(archive.read("model.json"))["inputs"] == ["a", "b"]
        with archive.open("parameters.npy") as member:
            np.testing.assert_array_equal(
                np.load(member, allow_pickle=False), MODEL.network.parameters
            )


@given(position=st.floats(0.0, 1.0, exclude_max=True), flip=st.integers(1, 255))
def test_a_flipped_byte_is_found_or_harmless(folder: Path, position: float, flip: int) -> None:
    content = bytearray((folder / "good.mdn").read_bytes())
    content[int(position * len(content))] ^= flip
    bad = folder / "flipped.mdn"
    bad.write_bytes(content)
    with suppress(ModelFileError):
        assert_same(model_file.load(bad), MODEL)


@given(kept=st.floats(0.0, 1.0, exclude_max=True))
def test_a_file_that_is_cut_short(folder: Path, kept: float) -> None:
    content = (folder / "good.mdn").read_bytes()
    (folder / "cut.mdn").write_bytes(content[: int(kept * len(content))])
    assert "cut.mdn cannot be used as a model: it is no archive" in refusal(folder / "cut.mdn")


@given(st.binary(max_size=300))
def test_any_other_file(folder: Path, content: bytes) -> None:
    (folder / "other.mdn").write_bytes(content)
    assert "other.mdn" in refusal(folder / "other.mdn")


def test_members_of_a_later_version_are_left_alone(path: Path) -> None:
    with zipfile.ZipFile(path, "a") as archive:
        archive.writestr("rows.npy", b"not for us")
    assert_same(model_file.load(path), MODEL)


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        (
            {"format_version": 7, "written_by": "9.9"},
            "was made by a newer version of MDN Studio ('9.9'); update this one",
        ),
        ({"format_version": 0}, "field 'format_version' is 0; copy it again"),
        ({"format_version": "1"}, "field 'format_version' is not a whole number; copy"),
        ({"format": "something else"}, "is an archive but no model; choose a model file."),
        ({"inputs": [1, 2]}, "field 'inputs' is not text; copy it again"),
        ({"record": {}}, "field 'record.table' is missing; copy it again"),
    ],
)
def test_a_description_that_will_not_do(
    path: Path, fields: dict[str, object], expected: str
) -> None:
    assert f"model.mdn {expected}" in refusal(changed(path, **fields)).replace(
        "cannot be used as a model: ", ""
    )


def test_an_archive_of_something_else(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "book.xlsx", "w") as archive:
        archive.writestr("sheet.xml", "<sheet/>")
    message = "book.xlsx is an archive but no model; choose a model file."
    assert refusal(tmp_path / "book.xlsx") == message


def test_a_file_that_is_missing_and_a_folder(tmp_path: Path) -> None:
    assert "gone.mdn does not exist; check the name" in refusal(tmp_path / "gone.mdn")
    assert "is a folder; choose a model file in it." in refusal(tmp_path)


def test_a_model_that_cannot_be_written(path: Path) -> None:
    with pytest.raises(ModelFileError, match=r"model.mdn.x.mdn cannot be written"):
        model_file.save(MODEL, path / "x.mdn")
    with pytest.raises(ModelFileError, match=r"gone.x.mdn cannot be written"):
        model_file.save(MODEL, path.parent / "gone" / "x.mdn")


def test_a_new_file_and_an_older_model_may_be_written_to(path: Path) -> None:
    before = path.read_bytes()
    model_file.check_destination(path)
    model_file.check_destination(path.with_name("new.mdn"))
    assert {file.name: file.read_bytes() for file in path.parent.iterdir()} == {"model.mdn": before}


def test_a_model_of_a_newer_version_may_be_replaced(path: Path) -> None:
    model_file.check_destination(changed(path, format_version=8))


@pytest.mark.parametrize("name", ["table.csv", "."])
def test_what_is_no_model_may_not_be_replaced(tmp_path: Path, name: str) -> None:
    (tmp_path / "table.csv").write_text("a,b\n1,2\n")
    with pytest.raises(ModelFileError, match="exists and is not a model file; choose another"):
        model_file.check_destination(tmp_path / name)


@pytest.mark.parametrize("parent", ["gone", "table.csv"])
def test_a_folder_that_cannot_be_written_to(tmp_path: Path, parent: str) -> None:
    (tmp_path / "table.csv").write_text("a,b\n1,2\n")
    with pytest.raises(ModelFileError, match=r"cannot be written .*; choose another folder"):
        model_file.check_destination(tmp_path / parent / "model.mdn")


# What never ends, waits or fills the memory


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no pipes with names")
def test_nobody_waits_for_a_pipe(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.mdn")
    assert "pipe.mdn cannot be read (It is a pipe); choose a model file." in refusal(
        tmp_path / "pipe.mdn"
    )


@pytest.mark.skipif(not Path("/dev/zero").exists(), reason="this system has no such device")
def test_a_device_without_end() -> None:
    assert (
        refusal(Path("/dev/zero"))
        == "/dev/zero cannot be read (It is a device); choose a model file."
    )


def test_another_file_is_told_from_a_damaged_model(tmp_path: Path) -> None:
    (tmp_path / "quakes.csv").write_text("long,depth\n181.4,562\n")
    assert refusal(tmp_path / "quakes.csv") == (
        "quakes.csv is no model file; choose one that mdn train wrote."
    )


def test_a_file_too_large_for_a_model(tmp_path: Path) -> None:
    with (tmp_path / "large.mdn").open("wb") as file:
        file.truncate(2_560_000_000)
    assert refusal(tmp_path / "large.mdn") == (
        "large.mdn has 2,560 MB, and a model file at most 256 MB; choose a model file."
    )


@pytest.mark.parametrize("members", [1, 20])
def test_a_network_too_large_for_a_file_is_refused_before_it_is_trained(members: int) -> None:
    model_file.check_size(
        NetworkSettings(hidden=(1024, 1024), members=members), TrainingSettings(), 3, 1
    )
    large = NetworkSettings(hidden=(4096,) * 6, members=members)
    with pytest.raises(ModelFileError, match=r"MB, and a model file has at most 256 MB; choose"):
        model_file.check_size(large, TrainingSettings(), 3, 1)


def test_names_too_long_for_a_file(tmp_path: Path) -> None:
    model = small_model(("x" * 20_000_000,), ("y",))
    with pytest.raises(ModelFileError, match="more than 16 MB of names"):
        model_file.save(model, tmp_path / "model.mdn")
    assert not list(tmp_path.iterdir())


def test_links_in_a_circle(tmp_path: Path) -> None:
    (tmp_path / "model.mdn").symlink_to("model.mdn")
    for act in (model_file.check_destination, lambda path: model_file.save(MODEL, path)):
        with pytest.raises(ModelFileError, match=r"cannot be written .*symbolic link"):
            act(tmp_path / "model.mdn")
    assert "model.mdn cannot be read" in refusal(tmp_path / "model.mdn")


# Whatever a file holds

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.integers(10**70, 10**90)
    | st.text(max_size=5)
    | st.sampled_from([2**31, 1e308, -1, 0, "<f8", "relu"]),
    lambda values: st.lists(values, max_size=3) | st.dictionaries(st.text(max_size=3), values),
    max_leaves=5,
)


def paths(value: object, path: tuple[str | int, ...] = ()) -> Iterator[tuple[str | int, ...]]:
    """Every place in JSON, as keys from the outside in."""
    yield path
    if isinstance(value, dict | list):
        places = value.items() if isinstance(value, dict) else enumerate(value)
        for key, inner in places:
            yield from paths(inner, (*path, key))


@given(data=st.data(), value=JSON)
def test_any_change_of_a_field_is_refused_or_another_model(
    folder: Path, data: st.DataObject, value: object
) -> None:
    with zipfile.ZipFile(folder / "good.mdn") as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    manifest = [json.loads(members["model.json"])]
    *way, last = data.draw(st.sampled_from(sorted(paths(manifest), key=repr)[1:]))
    place: Any = manifest
    for key in way:
        place = place[key]
    place[last] = value
    members["model.json"] = json.dumps(manifest[0]).encode()
    with (folder / "changed.mdn").open("wb") as file:
        write_members(file, members)
    with suppress(ModelFileError):
        assert np.isfinite(model_file.load(folder / "changed.mdn").record.best_loss)


@given(
    start=st.floats(0.0, 1.0, exclude_max=True),
    taken=st.integers(0, 50),
    put=st.binary(max_size=50) | st.sampled_from([b"PK\x05\x06", b"PK\x01\x02", b"[" * 999]),
)
def test_any_bytes_in_the_place_of_others(
    folder: Path, start: float, taken: int, put: bytes
) -> None:
    content = (folder / "good.mdn").read_bytes()
    at = int(start * len(content))
    (folder / "spliced.mdn").write_bytes(content[:at] + put + content[at + taken :])
    with suppress(ModelFileError):
        assert_same(model_file.load(folder / "spliced.mdn"), MODEL)
