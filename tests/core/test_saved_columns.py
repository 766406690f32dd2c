"""What is decided of columns, written to files and read back."""

import json
from pathlib import Path

import pytest
from numpy.testing import assert_array_equal

from mdn_gui.core import tables
from mdn_gui.core.files.roles_file import roles_content
from mdn_gui.core.files.table_refusals import TableError
from mdn_gui.core.kinds import Category, Date, Number
from mdn_gui.core.reading import UNSAID, ReadingOptions
from mdn_gui.core.roles import Role, Roles
from mdn_gui.core.saved_columns import load

ALL_SAID = ReadingOptions(
    encoding="cp1252",
    separator=" ",
    decimal="comma",
    header=0,
    units=False,
    sheet="May",
    dates="month_first",
    missing_marks=("-999", ""),
    decimal_otherwise="point",
    dates_otherwise="day_first",
)
DETAILS = {
    "version": Role(use="input", kind="category", rare=3, missing_marks=("?",)),
    "when": Role(use="input", known=Date("hours", "2024-03-01", ("hour",), missing=True)),
    "site": Role(use="input", known=Category(("a", "b"), other=True)),
    "share": Role(use="target", transform="logit", low=-1.0, high=2.0),
    "unit": Role(use="target", known=Number("log", unit="°C")),
    "times": Role(use="weight"),
}
ROLES = Roles(("when", "version", "site"), ("unit", "share"), "times", DETAILS, "keep")


def test_all_that_was_decided_comes_back(tmp_path: Path) -> None:
    file = tmp_path / "columns.json"
    file.write_bytes(roles_content(ROLES, ALL_SAID))
    saved = load(file)
    assert saved.roles == ROLES
    assert dict(saved.roles.details) == DETAILS
    assert saved.options == ALL_SAID
    file.write_bytes(roles_content(Roles(("a",), ("b",)), UNSAID))
    assert (load(file).roles.inputs, load(file).roles.targets) == (("a",), ("b",))
    assert load(file).options == UNSAID


def test_files_without_a_version_stay_as_they_were(tmp_path: Path) -> None:
    file = tmp_path / "roles.json"
    entries = {"version": {"use": "target"}, "reading": {"rare": 2}, "columns": {"use": "input"}}
    file.write_text(json.dumps(entries))
    saved = load(file)
    assert (saved.roles.inputs, saved.roles.targets) == (("columns",), ("version",))
    assert saved.details["reading"] == Role(rare=2)
    assert (saved.missing, saved.options) == (None, UNSAID)


def test_a_table_is_read_alike_by_what_was_saved(tmp_path: Path) -> None:
    table, file = tmp_path / "wells.txt", tmp_path / "columns.json"
    lines = (
        f"{row % 12 + 1}/{row % 9 + 1}/2024;{row},{row % 7};{'ab-'[row % 3]};{row % 5 + 1}"
        for row in range(60)
    )
    table.write_text("\n".join(["May", "when;depth;site;age", *lines]))
    options = ReadingOptions(separator=";", header=2, dates="day_first", missing_marks=("-",))
    role = Role(kind="category")
    roles = Roles(("site", "when"), ("depth",), "age", {"age": Role(), "site": role}, "keep")
    details = {"site": role, "age": Role(use="weight")}
    before = tables.read(
        table, ["site", "when"], ["depth"], missing="keep", roles=details, options=options
    )
    file.write_bytes(roles_content(roles, options))
    saved = load(file)
    after = tables.read(
        table, [], [], missing=saved.roles.missing, roles=saved.details, options=saved.options
    )
    assert (after.input_names, after.target_names) == (before.input_names, before.target_names)
    assert after.input_kinds == before.input_kinds
    for name in ("inputs", "targets", "weights"):
        assert_array_equal(getattr(after, name), getattr(before, name))


@pytest.mark.parametrize(
    ("changed", "told"),
    [
        ({"version": 3}, "columns.json is of a later version of the program"),
        ({"reading": {"colour": "red"}}, "'colour' is none of 'encoding'"),
        ({"reading": {"dates": "year_first"}}, "'reading.dates' is not one of"),
        ({"missing": "perhaps"}, "'missing' is not one of"),
        ({"columns": {"a": {"use": "nothing"}}}, "columns.json, column 'a': use is 'nothing'"),
        ({"columns": {"a": {"known": {"kind": "number"}}}}, "'known' must be a kind"),
    ],
)
def test_what_is_wrong_in_a_file_is_told(
    changed: dict[str, object], told: str, tmp_path: Path
) -> None:
    file = tmp_path / "columns.json"
    content = json.loads(roles_content(Roles(("a",), ("b",)), UNSAID))
    file.write_text(json.dumps({**content, **changed}))
    with pytest.raises(TableError) as refused:
        load(file)
    assert told in str(refused.value)
