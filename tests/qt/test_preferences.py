"""What is remembered from one sitting to the next."""

import json
import logging
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QStandardPaths
from pytestqt.qtbot import QtBot

from mdn_gui.qt.preferences import (
    LAYOUT_VERSION,
    MOST_FILES,
    VERSION,
    Layout,
    Placement,
    Preferences,
    preferences_file,
)
from tests.disk import no_room

PLACEMENT = Placement(40, 50, 900, 700, maximized=True)


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "settings" / "preferences.json"


def opened(file: Path) -> Preferences:
    """The preferences of another window."""
    preferences = Preferences(file)
    preferences.refresh()
    return preferences


def write(file: Path, content: str) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(content, encoding="utf-8")


def test_at_first_nothing_is_remembered_and_nothing_written(file: Path) -> None:
    preferences = opened(file)
    assert (preferences.theme, preferences.placement, preferences.folder) == (None, None, None)
    assert preferences.recent_files == ()
    assert not file.parent.exists()


def test_another_sitting_knows_what_was_remembered(file: Path, tmp_path: Path) -> None:
    preferences = opened(file)
    preferences.remember_theme("dark")
    preferences.remember_placement(PLACEMENT)
    preferences.remember_folder(tmp_path)
    preferences.remember_file(tmp_path / "wells.csv")
    again = opened(file)
    assert (again.theme, again.placement, again.folder) == ("dark", PLACEMENT, tmp_path)
    assert again.recent_files == (tmp_path / "wells.csv",)
    assert json.loads(file.read_bytes())["version"] == VERSION
    assert [path.name for path in file.parent.iterdir()] == [file.name]


def test_with_no_file_they_last_as_long_as_the_window(tmp_path: Path) -> None:
    preferences = Preferences()
    preferences.remember_theme("dark")
    preferences.remember_file(tmp_path / "wells.csv")
    preferences.refresh()
    assert preferences.theme == "dark"
    assert preferences.recent_files == (tmp_path / "wells.csv",)


def test_keys_of_other_versions_are_kept(file: Path) -> None:
    write(file, '{"version": 1, "language": {"name": "zh_CN"}, "theme": "light"}')
    opened(file).remember_theme("dark")
    assert json.loads(file.read_bytes()) == {
        "version": VERSION,
        "language": {"name": "zh_CN"},
        "theme": "dark",
    }


@pytest.mark.parametrize("motion", [True, False])
def test_pictures_move_unless_a_person_chose_otherwise(file: Path, *, motion: bool) -> None:
    assert opened(file).motion
    opened(file).remember_motion(motion)
    assert opened(file).motion is motion


def test_a_change_of_the_recent_files_is_told(file: Path, tmp_path: Path, qtbot: QtBot) -> None:
    preferences = opened(file)
    with qtbot.waitSignal(preferences.files_changed):
        preferences.remember_file(tmp_path / "wells.csv")
    with qtbot.waitSignal(preferences.files_changed):
        preferences.forget_files()
    with qtbot.assertNotEmitted(preferences.files_changed):
        preferences.remember_theme("dark")


def test_a_file_of_a_later_version_is_left_alone(
    file: Path, caplog: pytest.LogCaptureFixture
) -> None:
    text = '{"version": 2, "theme": "light"}'
    write(file, text)
    with caplog.at_level(logging.INFO):
        preferences = opened(file)
        preferences.remember_theme("dark")
    assert preferences.theme == "dark"
    assert file.read_text(encoding="utf-8") == text
    assert "later version" in caplog.text


def test_two_windows_keep_what_the_other_changed(file: Path, tmp_path: Path) -> None:
    one, two = opened(file), opened(file)
    one.remember_theme("dark")
    two.remember_folder(tmp_path)
    two.remember_file(tmp_path / "two.csv")
    one.remember_file(tmp_path / "one.csv")
    two.remember_placement(PLACEMENT)
    again = opened(file)
    assert (again.theme, again.folder, again.placement) == ("dark", tmp_path, PLACEMENT)
    assert again.recent_files == (tmp_path / "one.csv", tmp_path / "two.csv")
    one.refresh()
    assert one.placement == PLACEMENT


def test_what_a_window_did_not_change_again_is_the_others(file: Path) -> None:
    one, two = opened(file), opened(file)
    one.remember_theme("dark")
    two.remember_theme("light")
    one.remember_placement(PLACEMENT)
    assert opened(file).theme == "light"


# Recent files


def test_recent_files_are_the_last_ten_each_once_the_latest_first(
    file: Path, tmp_path: Path
) -> None:
    preferences = opened(file)
    paths = [tmp_path / f"{number}.csv" for number in range(12)]
    for path in (*paths, paths[5]):
        preferences.remember_file(path)
    wanted = (paths[5], *(paths[number] for number in (11, 10, 9, 8, 7, 6, 4, 3, 2)))
    assert opened(file).recent_files == wanted
    assert len(wanted) == MOST_FILES
    preferences.forget_file(paths[11])
    assert opened(file).recent_files == (paths[5], *wanted[2:])
    preferences.forget_files()
    assert opened(file).recent_files == ()


def test_a_relative_name_is_remembered_with_its_folder(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    preferences = opened(file)
    preferences.remember_file(Path("wells.csv"))
    assert preferences.recent_files == (tmp_path / "wells.csv",)
    preferences.forget_file(Path("wells.csv"))
    assert not preferences.recent_files


@pytest.mark.skipif(sys.platform != "linux", reason="names of files are bytes there")
def test_any_name_of_a_file_is_remembered(file: Path, tmp_path: Path) -> None:
    names = ["tränen & co\n.csv", "\udcff.csv", "井.csv"]
    for name in names:
        opened(file).remember_file(tmp_path / name)
    assert opened(file).recent_files == tuple(tmp_path / name for name in reversed(names))


# Files that are not as they should be


@pytest.mark.parametrize(
    "content", ["", "{", "[]", '"dark"', "null", '{"version": "one"}', "[" * 100_000, "\x00\x01"]
)
def test_a_broken_file_is_set_aside_and_told_once(
    file: Path, content: str, expect_log: Callable[[str], None]
) -> None:
    expect_log("preferences.json could not be understood")
    write(file, content)
    told: list[Path] = []
    preferences = Preferences(file)
    preferences.broken.connect(told.append)
    preferences.refresh()
    preferences.refresh()
    aside = file.with_name("preferences.json.broken")
    assert told == [aside]
    assert aside.read_text(encoding="utf-8") == content
    assert preferences.theme is None
    preferences.remember_theme("dark")
    assert opened(file).theme == "dark"


def test_a_file_that_breaks_meanwhile_costs_nothing_that_was_known(
    file: Path, expect_log: Callable[[str], None]
) -> None:
    expect_log("preferences.json could not be understood")
    preferences = opened(file)
    preferences.remember_theme("dark")
    write(file, "{")
    preferences.remember_placement(PLACEMENT)
    again = opened(file)
    assert (again.theme, again.placement) == ("dark", PLACEMENT)


@pytest.mark.parametrize(
    "values",
    [
        {"theme": 3, "window": [1, 2, 3, 4], "folder": 5, "recent_files": "wells.csv"},
        {"theme": ["dark"], "window": {"x": 1}, "folder": "", "recent_files": [1, None, ""]},
        {"theme": "blue", "window": {"x": 0, "y": 0, "width": 0, "height": 5}, "folder": None},
        {"window": {"x": 0, "y": 10**30, "width": 10, "height": 5}},
        {"window": {"x": 0, "y": 0, "width": -10, "height": 5}},
        {"window": {"x": 0, "y": True, "width": 1.5, "height": 5}},
    ],
)
def test_values_of_another_kind_are_as_none(file: Path, values: dict[str, object]) -> None:
    write(file, json.dumps(values))
    preferences = opened(file)
    assert (preferences.theme, preferences.placement, preferences.folder) == (None, None, None)
    assert preferences.recent_files == ()


@pytest.mark.parametrize(
    "change",
    [
        {"version": LAYOUT_VERSION + 1},
        {"version": None},
        {"sizes": None},
        {"sizes": [300, 980]},
        {"sizes": {"strip": 300}},
        {"sizes": {"strip": [300, -1]}},
        {"sizes": {"strip": [300, 9.5]}},
        {"sizes": {"strip": [300, True]}},
        {"sizes": {"strip": [300, 10**30]}},
        {"unfolded": {"section_training": 1}},
        {"unfolded": ["section_training"]},
        {"drawer": -1},
        {"drawer": True},
        {"drawer": "Row"},
    ],
)
def test_a_layout_that_is_broken_or_of_another_version_is_as_none(
    file: Path, change: dict[str, object]
) -> None:
    layout = Layout({"strip": [300, 980]}, {"section_training": True}, 2)
    opened(file).remember_layout(layout)
    assert opened(file).layout == layout
    values = json.loads(file.read_bytes())
    file.write_text(json.dumps({**values, "layout": {**values["layout"], **change}}))
    assert opened(file).layout is None


@pytest.mark.parametrize("where", ["a file in the way", "a folder of that name"])
def test_what_cannot_be_written_lasts_as_long_as_the_window(
    file: Path, tmp_path: Path, where: str, caplog: pytest.LogCaptureFixture
) -> None:
    if where == "a file in the way":
        file.parent.write_text("")
    else:
        file.mkdir(parents=True)
    with caplog.at_level(logging.INFO):
        preferences = opened(file)
        preferences.remember_theme("dark")
        preferences.remember_file(tmp_path / "wells.csv")
    assert (preferences.theme, preferences.recent_files) == ("dark", (tmp_path / "wells.csv",))
    assert {record.levelno for record in caplog.records} == {logging.INFO}
    assert not any(record.exc_info for record in caplog.records)


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no such limit")
def test_what_a_full_disk_refused_is_written_the_next_time(file: Path) -> None:
    preferences = opened(file)
    preferences.remember_theme("light")
    with no_room(most=10):
        preferences.remember_theme("dark")
    assert opened(file).theme == "light"
    preferences.remember_placement(PLACEMENT)
    assert opened(file).theme == "dark"


# Where they are


def test_the_environment_names_the_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MDN_CONFIG", str(tmp_path))
    assert preferences_file() == tmp_path / "preferences.json"


def test_without_it_they_are_where_the_system_keeps_configurations(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    where = {QStandardPaths.StandardLocation.GenericConfigLocation: str(tmp_path)}
    monkeypatch.setattr(QStandardPaths, "writableLocation", where.get)
    monkeypatch.setenv("MDN_CONFIG", "")
    assert preferences_file() == tmp_path / "mdn-studio" / "preferences.json"
    where.clear()
    assert preferences_file() is None


def test_no_test_knows_the_folder_of_the_person(tmp_path_factory: pytest.TempPathFactory) -> None:
    file = preferences_file()
    assert file is not None
    assert file.is_relative_to(tmp_path_factory.getbasetemp())
