"""Where the files are that ship with the program."""

from xml.etree import ElementTree as ET

import pytest

from mdn_gui.core.resources import resource


@pytest.mark.parametrize(
    "name", ["example", "mdn-studio", "open", "pause", "reset", "stop", "train"]
)
def test_finds_the_icons(name: str) -> None:
    drawing = ET.fromstring(  # noqa: S314 - the project's own file
        resource("icons", f"{name}.svg").read_text(encoding="utf-8")
    )
    assert drawing.tag == "{http://www.w3.org/2000/svg}svg"


def test_names_a_folder_that_is_there_whatever_the_working_directory(
    tmp_path: object, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(str(tmp_path))
    assert resource().is_dir()
    assert resource().is_absolute()
