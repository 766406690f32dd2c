"""`mdn` on tables of categories, dates, gaps and weights, from the table to the samples."""

import csv
import json
from pathlib import Path

import numpy as np
import pytest

from mdn_gui.cli import main
from mdn_gui.core import model_file
from mdn_gui.core.kinds import Category, Date, Number

LEVELS = {"red": -1.0, "green": 1.5, "blue": 0.3}


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A table, what its columns are for, and a model trained on it."""
    folder = tmp_path_factory.mktemp("roles")
    rng = np.random.default_rng(0)
    lines = ["when;colour;temp;count;price", ";;°C;;€"]
    for row in range(400):
        colour, temp = str(rng.choice(list(LEVELS))), rng.normal(20, 5)
        price = np.exp(LEVELS[colour] + 0.05 * temp + rng.normal(0, 0.3))
        cells = [f"{1 + row % 28:02}.03.2024 {row % 24:02}:00", colour, f"{temp:.2f}"]
        cells = [cell if rng.random() > 0.1 else "" for cell in cells]
        numbers = ";".join([cells[2], str(rng.integers(1, 4)), f"{price:.3f}"])
        lines.append(f"{cells[0]};{cells[1]};{numbers.replace('.', ',')}")
    (folder / "table.csv").write_text("\n".join(lines), encoding="utf-8")
    roles = {"price": {"use": "target", "transform": "log"}, "when": {"parts": ["hour"]}}
    (folder / "roles.json").write_text(json.dumps(roles))
    command = ["train", "table.csv", "--input", "colour", "--input", "temp", "--input", "when"]
    command += ["--roles", "roles.json", "--weight", "count", "--missing", "keep", "--rare", "5"]
    command += ["--epochs", "40", "--out", "model.mdn"]
    with pytest.MonkeyPatch.context() as patch:
        patch.chdir(folder)
        assert main(command) == 0
    return folder


@pytest.fixture(autouse=True)
def within(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(folder)


def test_what_was_chosen_is_part_of_the_model() -> None:
    model = model_file.load("model.mdn")
    colour, temp, when = model.network.encoding.kinds
    assert colour == Category(("blue", "green", "red", "other"), other=True, missing=True)
    assert temp == Number(unit="°C", missing=True)
    assert when == Date("hours", "2024-03-01", ("hour",), missing=True)
    assert model.network.target_kinds == (Number("log", unit="€"),)
    assert model.weight_name == "count"
    assert model.reading is not None
    assert model.reading.dialect.units_row == 2


def test_the_model_is_described_by_its_columns(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["describe", "model.mdn"]) == 0
    said = capsys.readouterr().out
    for word in ("'blue', 'green', 'red'", "°C", "logarithm", "count", "2024-03-01", "semicolons"):
        assert word in said


def test_scores_are_in_the_units_of_the_table(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["evaluate", "model.mdn", "table.csv"]) == 0
    rows, weights, nll, *_ = capsys.readouterr().out.splitlines()
    assert rows.split() == ["rows", "400"]
    assert weights.split() == ["weighted", "by", "count"]
    # The entropy of log-normal prices of this spread is 1.7; of one price for all it is above 2.5.
    assert 1.0 < float(nll.split()[-2]) < 2.2


def drawn(table: str, capsys: pytest.CaptureFixture[str]) -> list[dict[str, str]]:
    Path("new.csv").write_text(table, encoding="utf-8")
    code = main(["sample", "model.mdn", "new.csv", "--n", "500", "--out", "-"])
    told = capsys.readouterr()
    assert code == 0, told.err
    return list(csv.DictReader(told.out.splitlines()))


def test_samples_follow_the_levels_and_the_gaps_of_another_table(
    capsys: pytest.CaptureFixture[str],
) -> None:
    table = "temp,colour,when\n20,red,2024-03-02 12:00\n20,green,2024-03-02 12:00\n,,\n"
    samples = drawn(table, capsys)
    assert samples[0]["colour"] == "red"
    assert samples[0]["when"] == "2024-03-02T12:00:00"
    assert (samples[-1]["colour"], samples[-1]["temp"], samples[-1]["when"]) == ("", "", "")
    prices = np.array([float(row["price"]) for row in samples]).reshape(3, 500)
    assert prices.min() > 0
    medians = np.median(prices, axis=1)
    assert medians[:2] == pytest.approx([np.exp(0.0), np.exp(2.5)], rel=0.35)
    assert medians[0] < medians[2] < medians[1]


def test_a_level_that_training_did_not_see_is_one_of_the_others(
    capsys: pytest.CaptureFixture[str],
) -> None:
    samples = drawn("temp,colour,when\n20,mauve,2024-03-02 12:00\n", capsys)
    assert samples[0]["colour"] == "other"


def test_a_column_that_is_missing_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    Path("new.csv").write_text("temp,colour\n20,red\n")
    assert main(["sample", "model.mdn", "new.csv", "--out", "-"]) == 1
    assert "new.csv has no column 'when'; choose among" in capsys.readouterr().err


def test_a_category_is_an_input_with_or_without_saying_so() -> None:
    Path("sites.csv").write_text("\n".join(["site,y", *(f"{row % 3},{row}" for row in range(60))]))
    for options in (["--category", "site"], ["--category", "site", "--input", "site"]):
        out = ["--target", "y", "--epochs", "1", "--out", "sites.mdn"]
        assert main(["train", "sites.csv", *options, *out]) == 0
        model = model_file.load("sites.mdn")
        assert model.input_names == ("site",)
        assert model.network.encoding.kinds == (Category(("0", "1", "2")),)


def test_a_table_without_the_weights_of_its_rows_is_refused(
    capsys: pytest.CaptureFixture[str],
) -> None:
    Path("new.csv").write_text("temp,colour,when,price\n20,red,2024-03-02 12:00,3\n")
    assert main(["evaluate", "model.mdn", "new.csv"]) == 1
    assert "new.csv has no column 'count', the weight of the rows; ch" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("roles", "said"),
    [
        ('{\n"a": {"use": "input"},\n}', "roles2.json, line "),
        ("[]", "roles2.json cannot be read as roles (it does not begin with a brace); write one"),
        ('{"a": {"use": "output"}}', "roles2.json, column 'a': use is 'output'; choose among"),
        ('{"a": {"use": 1}}', "roles2.json, column 'a': 'use' must be text such as \"input\"."),
        ('{"a": {"used": "input"}}', "column 'a': 'used' is none of 'use', 'kind'"),
        ('{"a": {"transform": "logit", "low": 2, "high": 1}}', "lower bound, 2, must be below"),
        ('{"a": {"low": 5}}', "column 'a': 'low' is 5, and 'high' is 1 unless stated; state both"),
        ('{"a": {"high": -5}}', "column 'a': 'high' is -5, and 'low' is 0 unless stated; state"),
        ('{"a": {"low": "x"}}', "column 'a': 'low' must be a number."),
        ('{"a": {"rare": 1.5}}', "column 'a': 'rare' must be a whole number from 0."),
        ('{"a": {"parts": "hour"}}', "column 'a': 'parts' must be a list of texts such as"),
        ('{"a": {"parts": ["year"]}}', "column 'a': parts is 'year'; choose among 'hour'"),
        ('{"a": {"missing_marks": "-19"}}', "'missing_marks' must be a list of texts such as"),
        ('{"a": {"missing_marks": [-99]}}', "'missing_marks' must be a list of texts such as"),
        ('{"a": 5}', 'column \'a\': its entry must be like those of {"price": {"use":'),
    ],
)
def test_a_wrong_file_of_roles_is_refused(
    capsys: pytest.CaptureFixture[str], roles: str, said: str
) -> None:
    Path("roles2.json").write_text(roles)
    assert main(["train", "table.csv", "--roles", "roles2.json", "--out", "other.mdn"]) == 1
    assert said in capsys.readouterr().err


def test_a_file_of_roles_may_have_the_mark_of_utf_8(capsys: pytest.CaptureFixture[str]) -> None:
    Path("roles2.json").write_text('{"nosuch": {"use": "input"}}', encoding="utf-8-sig")
    command = ["train", "table.csv", "--roles", "roles2.json", "--target", "price"]
    assert main([*command, "--out", "other.mdn"]) == 1
    assert "has no column 'nosuch'" in capsys.readouterr().err
