"""Getting data."""

import hashlib
import threading
from argparse import ArgumentParser
from collections.abc import Callable
from functools import partial
from pathlib import Path

import numpy as np
import pyarrow as pa
import pytest
from pyarrow import parquet
from PySide6.QtCore import QThreadPool
from pytestqt.qtbot import QtBot

from mdn_gui.core import model_file, tables
from mdn_gui.core.examples import EXAMPLES
from mdn_gui.core.kinds import Category
from mdn_gui.core.reading import ReadingOptions
from mdn_gui.core.roles import Role, Roles
from mdn_gui.core.settings import recommended
from mdn_gui.core.steps import BrokenOff
from mdn_gui.core.tables import TablePreview
from mdn_gui.qt.loader import Chosen, Loader
from mdn_gui.session.data import Data, FromFile
from mdn_gui.table_options import add_reading_options, add_roles, columns_of
from tests import gaps
from tests.models import small_model

COMMA = ReadingOptions(decimal="comma")


def table(folder: Path, text: str) -> Path:
    path = folder / "wells.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_an_example_is_there_at_once(loader: Loader, qtbot: QtBot) -> None:
    with qtbot.waitSignal(loader.loaded, timeout=0) as answer:
        loader.load_example("inverse-sine")
    loaded, _ = answer.args
    assert isinstance(loaded, Data)
    assert (loaded.title, loaded.sampled_ranges) == ("Inverse sine", ((-15.0, 15.0),))
    expected = EXAMPLES["inverse-sine"].dataset(3000, 0)
    assert loaded.dataset is not None
    np.testing.assert_array_equal(loaded.dataset.inputs, expected.inputs)
    np.testing.assert_array_equal(loaded.dataset.targets, expected.targets)


def test_opening_a_table_asks_for_its_columns(loader: Loader, qtbot: QtBot, tmp_path: Path) -> None:
    path = table(tmp_path, "depth,site,age\n1,A,10\n2,B,20\n")
    with qtbot.waitSignal(loader.columns_wanted) as wanted:
        with qtbot.waitSignal(loader.started, timeout=0) as started:
            loader.open_table(path)
        assert started.args == ["wells.csv"]
    asked, preview = wanted.args
    assert asked == path
    assert isinstance(preview, TablePreview)
    assert preview.numeric_columns == ("depth", "age")


def test_reads_the_columns_picked_and_samples_a_little_beyond_them(
    loader: Loader, qtbot: QtBot, tmp_path: Path
) -> None:
    path = table(tmp_path, "depth,site,age\n0,A,7\n10,B,8\n5,C,9\n")
    opened: list[Path] = []
    loader.opened.connect(opened.append)
    with qtbot.waitSignal(loader.loaded) as answer:
        loader.read_table(path, Roles(("depth",), ("age",)))
    assert opened == [path]
    loaded, _ = answer.args
    assert loaded.title == "wells.csv"
    assert loaded.dataset.input_names == ("depth",)
    assert loaded.dataset.target_names == ("age",)
    np.testing.assert_array_equal(loaded.dataset.inputs, [[0], [10], [5]])
    np.testing.assert_array_equal(loaded.dataset.targets, [[7], [8], [9]])
    assert loaded.sampled_ranges == (pytest.approx((-1.0, 11.0)),)


def test_the_settings_recommended_for_a_table_leave_copies_of_its_rows_aside(
    loader: Loader, qtbot: QtBot, tmp_path: Path
) -> None:
    rows = "".join(f"{row},{row * row}.5\n" for row in range(50))
    with qtbot.waitSignal(loader.loaded) as answer:
        loader.read_table(table(tmp_path, "depth,age\n" + 3 * rows), Roles(("depth",), ("age",)))
    assert answer.args[0].dataset.rows == 150
    assert answer.args[0].recommended == recommended(50, inputs=1)


@pytest.mark.parametrize("options", [ReadingOptions(), ReadingOptions(decimal="comma")])
def test_a_table_says_where_it_is_from(
    loader: Loader,
    qtbot: QtBot,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    options: ReadingOptions,
) -> None:
    path = table(tmp_path, "depth;age\n1;2\n3;4\n")
    monkeypatch.chdir(tmp_path)
    with qtbot.waitSignal(loader.loaded) as answer:
        loader.read_table(Path("wells.csv"), Roles(("depth",), ("age",)), options)
    digest = hashlib.sha256(path.read_bytes()).hexdigest()
    assert answer.args[0].origin == FromFile(path, Roles(("depth",), ("age",)), options, digest)


def test_a_decimal_mark_that_the_table_does_not_tell_is_passed_on(
    loader: Loader, qtbot: QtBot, tmp_path: Path
) -> None:
    path = table(tmp_path, "depth;age\n1;1.234\n2;978\n")
    with qtbot.waitSignal(loader.columns_wanted) as wanted:
        loader.open_table(path, COMMA)
    assert wanted.args[1].options == COMMA
    with qtbot.waitSignal(loader.loaded) as answer:
        loader.read_table(path, Roles(("depth",), ("age",)), COMMA)
    np.testing.assert_array_equal(answer.args[0].dataset.targets, [[1234], [978]])


def test_a_decimal_mark_that_nothing_tells_can_be_chosen_in_the_window(
    loader: Loader, qtbot: QtBot, tmp_path: Path
) -> None:
    path = table(tmp_path, "depth;age\n1;1.234\n2;978\n")
    with qtbot.waitSignal(loader.failed) as failure:
        loader.read_table(path, Roles(("depth",), ("age",)))
    assert "say which mark it is, or choose the columns in the window" in failure.args[0]


def test_a_column_of_text_is_read_as_levels_each_with_its_part_of_the_axis(
    loader: Loader, qtbot: QtBot, tmp_path: Path
) -> None:
    path = table(tmp_path, "site,age\n" + "B,1\nA,2\nC,4\n" * 5)
    with qtbot.waitSignal(loader.columns_wanted):
        loader.open_table(path)
    with qtbot.waitSignal(loader.loaded) as loaded:
        loader.read_table(path, Roles(("site",), ("age",)))
    data = loaded.args[0]
    assert data.dataset.input_kinds == (Category(("A", "B", "C")),)
    assert data.sampled_ranges == ((-0.5, 2.5),)
    assert data.stops == ((0.0, 1.0, 2.0),)


def test_a_column_of_text_is_refused_as_a_target(
    loader: Loader, qtbot: QtBot, tmp_path: Path
) -> None:
    path = table(tmp_path, "site,age\n" + "A,1\nB,2\n" * 5)
    with qtbot.waitSignal(loader.failed) as failure:
        loader.read_table(path, Roles(("age",), ("site",)))
    assert failure.args[0].startswith("wells.csv, column 'site'")
    assert "target" in failure.args[0]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "wells.csv"),
        ("depth,age\n", "no rows"),
        ("site,town\nA,B\nC,D\n", "at least two columns that can be used"),
        ("depth,age\n1,2\n3\n5\n7,8\n", "row 3"),
        ("depth,age\n1,2\n\0\1\2", "no table that can be read"),
    ],
    ids=["empty", "header only", "no numeric column", "ragged", "binary"],
)
def test_a_file_that_is_no_table_is_refused(
    loader: Loader, qtbot: QtBot, tmp_path: Path, text: str, said: str
) -> None:
    with qtbot.waitSignal(loader.failed) as failure:
        loader.open_table(table(tmp_path, text))
    message = failure.args[0]
    assert "wells.csv" in message
    assert said in message


def test_a_missing_file_is_refused(loader: Loader, qtbot: QtBot, tmp_path: Path) -> None:
    with qtbot.waitSignal(loader.failed) as failure:
        loader.open_table(tmp_path / "gone.csv")
    assert "gone.csv does not exist" in failure.args[0]


def test_a_row_with_text_in_a_column_of_numbers_is_left_out_and_told(
    loader: Loader, qtbot: QtBot, tmp_path: Path
) -> None:
    path = table(tmp_path, "depth,age\n1,2\n3,four\n5,6\n")
    with qtbot.waitSignal(loader.loaded) as answer:
        loader.read_table(path, Roles(("depth",), ("age",)))
    dataset = answer.args[0].dataset
    np.testing.assert_array_equal(dataset.targets, [[2], [6]])
    assert dataset.left_out == 1
    assert "column 'age': row 3 holds 'four'" in dataset.notes[0]


@pytest.mark.parametrize(
    ("depths", "said"),
    [
        (("-1.7e308", "1.7e308"), "reaches from -1.7e+308 to 1.7e+308, and the window draws"),
        (("1e300", "1"), "reaches from 1 to 1e+300, and the window draws numbers up to 1e+100"),
        (("0", "5e-324"), "reaches from 0 to 4.94066e-324, and the window draws"),
    ],
)
def test_numbers_that_cannot_be_drawn_are_refused(
    loader: Loader, qtbot: QtBot, tmp_path: Path, depths: tuple[str, str], said: str
) -> None:
    first, second = depths
    for x, y in (("depth", "age"), ("age", "depth")):
        path = table(tmp_path, f"depth,age\n{first},2\n{second},3\n")
        with qtbot.waitSignal(loader.failed) as failure:
            loader.read_table(path, Roles((x,), (y,)))
        assert f"wells.csv, column 'depth' {said}" in failure.args[0]


def test_the_last_request_wins(
    loader: Loader, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate, answered = threading.Event(), threading.Event()
    preview = tables.preview

    def slow_preview(path: Path, options: ReadingOptions, details: object) -> TablePreview:
        assert details is None
        assert gate.wait(timeout=10)
        answered.set()
        return preview(path, options)

    monkeypatch.setattr(tables, "preview", slow_preview)
    path = table(tmp_path, "depth,age\n0,7\n10,8\n")
    titles: list[str] = []
    loader.loaded.connect(lambda loaded: titles.append(loaded.title))
    loader.columns_wanted.connect(lambda path, _: titles.append(f"columns of {path.name}"))
    loader.open_table(path)
    loader.load_example("inverse-sine")
    gate.set()
    assert answered.wait(timeout=10)
    with qtbot.waitSignal(loader.loaded):
        loader.read_table(path, Roles(("depth",), ("age",)))
    assert titles == ["Inverse sine", "wells.csv"]


def test_the_steps_of_reading_are_told(loader: Loader, qtbot: QtBot, tmp_path: Path) -> None:
    steps: list[tuple[str, float]] = []
    loader.progressed.connect(lambda step, share: steps.append((step, share)))
    path = table(tmp_path, "depth,age\n0,7\n10,8\n")
    with qtbot.waitSignals([loader.columns_wanted, loader.ended]):
        loader.open_table(path)
    previewed = [step for step, _ in steps]
    assert previewed == ["0 MB of text", *2 * ["column 1 of 2", "column 2 of 2"]]
    with qtbot.waitSignals([loader.loaded, loader.ended]):
        loader.read_table(path, Roles(("depth",), ("age",)))
    read = steps[len(previewed) :]
    assert [step for step, _ in read] == [
        *2 * ["column 1 of 2", "column 2 of 2"],  # the text is split already
        "copies of rows",
        "the most typical row",
    ]
    shares = [share for _, share in read]
    assert shares == sorted(shares)
    assert 0.0 < shares[0] < shares[-1] < 1.0


def test_what_is_cancelled_ends_with_the_step_that_it_is_at(
    loader: Loader, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    gate, outcome = threading.Event(), list[object]()
    preview = tables.preview

    def slow_preview(path: Path, options: ReadingOptions, details: object) -> TablePreview:
        assert details is None
        assert gate.wait(timeout=10)
        try:
            return preview(path, options)
        except BaseException as error:
            outcome.append(type(error))
            raise

    monkeypatch.setattr(tables, "preview", slow_preview)
    loader.failed.connect(outcome.append)
    loader.columns_wanted.connect(outcome.append)
    loader.open_table(table(tmp_path, "depth,age\n0,7\n10,8\n"))
    with qtbot.waitSignal(loader.ended, timeout=0):
        loader.cancel()
    gate.set()
    assert QThreadPool.globalInstance().waitForDone(10_000)
    qtbot.wait(0)
    assert outcome == [BrokenOff]


def test_another_way_to_read_is_told_in_steps_and_splits_no_text_again(
    loader: Loader, qtbot: QtBot, tmp_path: Path
) -> None:
    path, steps = table(tmp_path, "depth,age\n0,7\n-9,8\n4,5\n"), list[str]()
    with qtbot.waitSignals([loader.columns_wanted, loader.ended]):
        loader.open_table(path)
    loader.progressed.connect(lambda step, _: steps.append(step))
    options = ReadingOptions(missing_marks=("-9",))
    found = list[object]()
    loader.read_otherwise.connect(found.append)
    with qtbot.waitSignals([loader.read_otherwise, loader.ended]):
        loader.preview_again(path, options, {})
    assert steps == 2 * ["column 1 of 2", "column 2 of 2"]
    assert found == [tables.preview(path, options)]


def test_a_table_that_changed_meanwhile_is_read_anew(
    loader: Loader, qtbot: QtBot, tmp_path: Path
) -> None:
    path = table(tmp_path, "depth,age\n0,7\n10,8\n")
    with qtbot.waitSignal(loader.columns_wanted):
        loader.open_table(path)
    table(tmp_path, "depth,age\n0,7\n10,8\n20,9\n")
    with qtbot.waitSignal(loader.loaded) as loaded:
        loader.read_table(path, Roles(("depth",), ("age",)))
    assert loaded.args[0].dataset.inputs.tolist() == [[0], [10], [20]]


def test_another_way_to_read_can_be_cancelled(loader: Loader, qtbot: QtBot, tmp_path: Path) -> None:
    path = table(tmp_path, "depth,age\n0,7\n10,8\n")
    with qtbot.waitSignal(loader.columns_wanted):
        loader.open_table(path)
    read, said = list[object](), list[str]()
    loader.read_otherwise.connect(read.append)
    loader.unreadable_so.connect(said.append)
    loader.preview_again(path, COMMA, {})
    with qtbot.waitSignal(loader.ended, timeout=0):
        loader.cancel()
    assert said == ["Reading was cancelled: the table is shown as it was read before."]
    assert QThreadPool.globalInstance().waitForDone(10_000)
    with qtbot.waitSignal(loader.loaded):  # what was broken off left nothing half done
        loader.read_table(path, Roles(("depth",), ("age",)))
    assert read == []


def test_rows_that_lack_inputs_are_kept_in_a_sample_of_a_stream_too(
    loader: Loader, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tables, "MOST_NUMBERS", 100)
    monkeypatch.setattr("mdn_gui.qt.loader.MOST_SAMPLED", 40)
    moisture = np.repeat(gaps.INPUTS[:, 1], 3)
    columns = {"moisture": pa.array(moisture, from_pandas=True), "rise": np.repeat(gaps.RISE, 3)}
    parquet.write_table(pa.table(columns), tmp_path / "long.parquet")
    with qtbot.waitSignal(loader.loaded) as answer:
        loader.read_table(
            tmp_path / "long.parquet", Roles(("moisture",), ("rise",), missing="keep")
        )
    [data] = answer.args
    assert isinstance(data, Data)
    assert data.stream is not None
    assert data.rows == 40
    assert 0 < data.missing_rows(0) < 20
    assert np.isfinite(data.middle).all()
    [(low, high)] = data.sampled_ranges
    assert 15.0 < low < high < 45.0


def chosen(*options: str) -> Callable[[], Chosen]:
    """What options of a command say."""
    parser = ArgumentParser()
    add_roles(parser)
    add_reading_options(parser)
    return partial(columns_of, parser.parse_args(options))


def test_columns_that_options_and_a_model_name_are_read(
    loader: Loader, qtbot: QtBot, tmp_path: Path
) -> None:
    path = table(tmp_path, "site;x;y\nA;1,5;7\nB;2,5;-9\nA;3,5;8\n")
    options = "--category site --input x --target y --missing-mark -9 --rare 2 --separator ;"
    with qtbot.waitSignal(loader.loaded) as answer:
        loader.read_chosen(path, chosen(*options.split()), trains=False)
    data = answer.args[0]
    assert data.dataset.input_names == ("x", "site")
    assert data.dataset.inputs[:, 0].tolist() == [1.5, 3.5]
    assert data.origin.roles.details["site"] == Role(use="input", kind="category", rare=2)
    model = tmp_path / "model.mdn"
    model_file.save(small_model(("x", "z"), ("y",)), model)
    path = table(tmp_path, "y,z,other,x\n1,2,3,4\n2,3,5,9\n")
    with qtbot.waitSignal(loader.loaded) as answer:
        loader.read_chosen(path, chosen("--roles", str(model)), trains=False)
    assert answer.args[0].dataset.inputs.tolist() == [[4, 2], [9, 3]]


def test_options_that_name_no_columns_are_refused(
    loader: Loader, qtbot: QtBot, tmp_path: Path
) -> None:
    path = table(tmp_path, "x,y\n1,7\n")
    with qtbot.waitSignal(loader.failed) as answer:
        loader.read_chosen(path, chosen("--weight", "x"), trains=False)
    assert answer.args[0].startswith("wells.csv needs an input and a target")
