"""Arguments as a person types them."""

from pathlib import Path

import pytest

from mdn_gui import __version__
from mdn_gui.cli.arguments import parse

TRAIN = ["train", "t.csv", "--input", "a", "--target", "y", "--out", "m.mdn"]


def refusal(capsys: pytest.CaptureFixture[str], *argv: str) -> str:
    with pytest.raises(SystemExit) as raised:
        parse(argv)
    assert raised.value.code == 2
    written = capsys.readouterr()
    assert written.out == ""
    assert written.err.count("\n") == 1
    return written.err


def test_columns_may_be_repeated() -> None:
    arguments = parse([*TRAIN, "--input", "b", "--target", "z"])
    assert (arguments.inputs, arguments.targets) == (["a", "b"], ["y", "z"])
    assert (arguments.table, arguments.out) == (Path("t.csv"), Path("m.mdn"))


def test_what_a_sample_is_unless_one_says() -> None:
    arguments = parse(["sample", "m.mdn", "t.csv", "--out", "-"])
    assert (arguments.n, arguments.temperature, arguments.width_factor, arguments.seed) == (
        1,
        1.0,
        1.0,
        0,
    )


def test_the_decimal_mark_is_left_to_the_table_unless_one_says() -> None:
    for argv in (TRAIN, ["evaluate", "m", "t"], ["sample", "m", "t", "--out", "-"]):
        assert parse(argv).decimal is None
        assert parse([*argv, "--decimal", "comma"]).decimal == "comma"


def test_a_separator_is_named_or_given_itself() -> None:
    for name, character in (("semicolon", ";"), (";", ";"), ("tab", "\t"), ("\t", "\t")):
        assert parse(["describe", "t.csv", "--separator", name]).separator == character


@pytest.mark.parametrize(
    ("argv", "expected"),
    [
        ([], "mdn: the following arguments are required: COMMAND"),
        (["fly"], "mdn: argument COMMAND: invalid choice: 'fly'"),
        (["describe"], "mdn describe: the following arguments are required: FILE"),
        (["describe", "m.mdn", "x"], "mdn: unrecognized arguments: x"),
        (
            ["train", "t.csv", "--out", "m"],
            "mdn train: the following arguments are required: --input, --target",
        ),
        ([*TRAIN, "--epochs", "0"], "argument --epochs: epochs is 0; use a whole number from 1 to"),
        ([*TRAIN, "--ep", "5"], "mdn: unrecognized arguments: --ep 5"),
        ([*TRAIN, "--decimal", ","], "argument --decimal: invalid choice: ','"),
        ([*TRAIN, "--rare", "-1"], "argument --rare: '-1' is not a whole number from 0"),
        ([*TRAIN, "--header-row", "-1"], "--header-row: '-1' is not a whole number from 0"),
        ([*TRAIN, "--header-row", "2.5"], "--header-row: '2.5' is not a whole number from 0"),
        ([*TRAIN, "--separator", "x"], "--separator: 'x' is none of comma, semicolon, tab"),
        ([*TRAIN, "--preset", "x"], "argument --preset: invalid choice: 'x'"),
        (["sample", "m", "t", "--out", "-", "--n", "0"], "--n: '0' is not a whole number from 1"),
        (["sample", "m", "t", "--out", "-", "--n", "1.5"], "--n: '1.5' is not a whole number"),
        (["sample", "m", "t", "--out", "-", "--seed", "-1"], "--seed: '-1' is not a whole number"),
        (
            ["sample", "m", "t", "--out", "-", "--width-factor", "0"],
            "--width-factor/--spread: '0' is not a number above",
        ),
        (["sample", "m", "t", "--out", "-", "--temperature", "nan"], "--temperature: 'nan' is not"),
        (["sample", "m", "t", "--out", "-", "--temperature", "inf"], "--temperature: 'inf' is not"),
        (["sample", "m", "t", "--out", "-", "--temperature", "hot"], "--temperature: 'hot' is not"),
    ],
)
def test_wrong_arguments_are_refused_in_one_line(
    capsys: pytest.CaptureFixture[str], argv: list[str], expected: str
) -> None:
    message = refusal(capsys, *argv)
    assert expected in message
    assert "--help)" in message


@pytest.mark.parametrize("read", ["model", "table"])
def test_samples_do_not_take_the_place_of_what_they_are_drawn_from(
    capsys: pytest.CaptureFixture[str], model: Path, table: Path, read: str
) -> None:
    out = {"model": model, "table": table}[read]
    detour = out.parent / ".." / out.parent.name / out.name
    message = refusal(capsys, "sample", str(model), str(table), "--out", str(detour))
    assert f"mdn sample: argument --out: {detour} is what is read" in message


@pytest.mark.parametrize(
    ("command", "words"),
    [
        ([], ["train", "evaluate", "sample", "describe", "Exit codes"]),
        (["train"], ["TABLE", "--input", "--out", "--learning-rate", "Ctrl-C", "example:"]),
        (["evaluate"], ["MODEL", "TABLE", "nats", "example:"]),
        (["sample"], ["--n", "--temperature", "--width-factor", "--seed", "- for", "example:"]),
        (["describe"], ["FILE", "--encoding", "example:"]),
    ],
)
def test_help_says_what_one_needs_to_know(
    capsys: pytest.CaptureFixture[str], command: list[str], words: list[str]
) -> None:
    with pytest.raises(SystemExit) as raised:
        parse([*command, "--help"])
    assert raised.value.code == 0
    text = capsys.readouterr().out
    assert [word for word in words if word not in text] == []
    assert "Exit codes: 0 done, 1 failed, 2 wrong arguments." in " ".join(text.split())


def test_version(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        parse(["--version"])
    assert capsys.readouterr().out == f"mdn {__version__}\n"


@pytest.mark.parametrize("command", ["train", "evaluate", "sample", "describe"])
@pytest.mark.parametrize("columns", [40, 60, 200])
def test_help_fits_the_terminal(
    command: str,
    columns: int,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    monkeypatch.setenv("COLUMNS", str(columns))
    with pytest.raises(SystemExit):
        parse([command, "--help"])
    lines = capsys.readouterr().out.splitlines()
    # Argparse breaks no option of the usage, and an example is one line, to be copied.
    below_usage = lines[lines.index("") :]
    assert max(len(line) for line in below_usage if not line.startswith("  mdn ")) <= columns
    described = below_usage[: below_usage.index("positional arguments:")]
    assert max(map(len, described)) <= 90
