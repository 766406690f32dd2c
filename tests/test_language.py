"""Every text that a person meets is in the catalogue, and worded from it."""

import ast
import json
import os
import re
import string
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Final

import pytest
from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT: Final = Path(__file__).parents[1]
SOURCE: Final = ROOT / "mdn_gui"
SAYING: Final = {"say", "say_in", "say_count"}
GATHER: Final = ROOT / ".setup" / "messages.py"

WORDS: Final = re.compile(r"[A-Za-z]{2,}[ ,;:][^{]*[A-Za-z]{2,}")
"""What looks like a text: two words side by side."""

COMMANDS: Final = {"train", "evaluate", "sample", "check", "describe", "table"}

NO_TEXTS: Final = re.compile(
    r"^mdn (train|evaluate|sample|check|describe) "  # examples of commands
    r"|^MDN Studio|– MDN Studio$"  # the program's name, in titles and files
    r"|^softmax, linear, exp$|^Mixture\(|^--xla_"  # code
    r"|QToolTip|<span|<table|background: #|apt-get|^This plugin does not"  # what Qt and shells read
    r"|^yes or no$|^playback speed$|^rows of an example$|^order of runs$|^line shown$"  # keys
    r"|^all that the pane shows$"
)


NAMES: Final = {"epochs", "learning_rate", "scale_floor", "standardize", "written_by"}
"""Keys that values of texts are looked up by."""


def trees() -> Iterator[tuple[Path, ast.Module]]:
    """The program's modules."""
    for path in sorted(SOURCE.rglob("*.py")):
        yield path, ast.parse(path.read_text())


def calls(tree: ast.Module) -> Iterator[ast.Call]:
    """Where texts are made."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and getattr(node.func, "id", "") in SAYING:
            yield node


def templates(call: ast.Call) -> list[ast.expr]:
    """What is to be translated of a call, and its context."""
    return call.args[: 1 if getattr(call.func, "id", "") == "say" else 2]


def texts(tree: ast.Module) -> Iterator[str]:
    """What is to be translated of a module."""
    for call in calls(tree):
        context = 1 if getattr(call.func, "id", "") == "say_in" else 0
        for template in templates(call)[context:]:
            if isinstance(template, ast.Constant) and template.value:
                yield str(template.value)


def test_every_text_is_a_literal() -> None:
    computed = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path, tree in trees()
        if path.name != "text.py"
        for call in calls(tree)
        for template in templates(call)
        if not (isinstance(template, ast.Constant) and isinstance(template.value, str))
    ]
    assert not computed, f"texts that cannot be extracted: {computed}"


def test_the_extractor_finds_every_text(tmp_path: Path) -> None:
    written = {text for _, tree in trees() for text in texts(tree)}
    subprocess.run([sys.executable, GATHER, tmp_path], check=True, stderr=subprocess.DEVNULL)
    with (tmp_path / "mdn-studio.pot").open("rb") as file:
        messages = [message for message in read_po(file) if message.id]
    found = {text for message in messages for text in _texts(message.id)}
    assert written <= found
    foreign = {text for message in messages for text in _texts(message.id) if _is_foreign(message)}
    assert found - written <= foreign
    assert {"Export...", "show this help message and exit"} <= foreign


def test_no_text_is_left_out_of_the_catalogue() -> None:
    plain = [
        f"{path.relative_to(ROOT)}:{node.lineno} {text!r}"
        for path, tree in trees()
        for node, text in _free_literals(tree)
        if WORDS.search(text) and not NO_TEXTS.search(text)
    ]
    assert not plain, "texts that say() is not told of:\n" + "\n".join(plain)


def test_no_value_of_a_text_is_left_in_english() -> None:
    plain = [
        f"{path.relative_to(ROOT)}:{call.lineno} {part.value!r}"
        for path, tree in trees()
        for call in calls(tree)
        for keyword in call.keywords
        for part in _outside_of_texts(keyword.value)
        if isinstance(part, ast.Constant) and re.search(r"[A-Za-z]{2,}", str(part.value))
        if isinstance(part.value, str) and part.value not in NAMES
    ]
    assert not plain, "English within a text of another language:\n" + "\n".join(plain)


def test_a_text_for_one_thing_has_one_for_several() -> None:
    """A catalogue knows both by the first of them."""
    forms = dict[str, set[str]]()
    for _, tree in trees():
        for call in calls(tree):
            if getattr(call.func, "id", "") == "say_in":
                continue
            one, *many = [each.value for each in templates(call) if isinstance(each, ast.Constant)]
            forms.setdefault(str(one), set()).update(map(str, many))
    assert not {one: many for one, many in forms.items() if len(many) > 1}


def test_texts_and_their_values_agree() -> None:
    wrong = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path, tree in trees()
        for call in calls(tree)
        if call.keywords and all(keyword.arg for keyword in call.keywords)
        for template in templates(call)
        if isinstance(template, ast.Constant)
        and not _names(str(template.value)) <= {"count", *(str(it.arg) for it in call.keywords)}
    ]
    assert not wrong, f"names in braces that have no value: {wrong}"


def test_the_window_is_worded_from_the_catalogue() -> None:
    walked = json.loads(_run("tests.language_probe", language="pseudo").stdout)
    assert walked["texts"] > 1000
    assert not walked["left"]


@pytest.mark.parametrize(
    "arguments",
    [
        ["mdn_gui.cli", "--help"],
        ["mdn_gui.cli", "train", "--help"],
        ["mdn_gui.cli", "train", "absent.csv", "--input", "a", "--target", "b", "--out", "o.mdn"],
        ["mdn_gui.cli", "train"],
        ["mdn_gui", "--help"],
    ],
)
def test_the_commands_are_worded_from_the_catalogue(arguments: list[str]) -> None:
    said = _run(*arguments, language="pseudo")
    left = re.sub(r"⟦[^⟦⟧]*⟧", "", f"{said.stdout}{said.stderr}")
    while (fewer := re.sub(r"⟦[^⟦⟧]*⟧", "", left)) != left:
        left = fewer
    # What is left is written the same in every language: commands, options and their values.
    left = re.sub(r"\bmdn [^\n]*mdn$", "", left, flags=re.MULTILINE)
    left = re.sub(r"--?[\w-]+|\{[\w,-]+\}|\b[A-Z]+(\.\w+)?\b|\bmdn(-gui)?\b", "", left)
    assert "⟦" in said.stdout + said.stderr
    assert not set(re.findall(r"[a-z]{3,}", left)) - COMMANDS


def test_a_catalogue_words_window_command_and_qt(tmp_path: Path) -> None:
    """A language that has a catalogue: here one of three texts, in place of the program's own."""
    catalogue = Catalog(locale="de", domain="mdn-studio")
    catalogue.add("{path} does not exist; check the name or choose another file.", "{path} fehlt.")
    catalogue.add(("{count} row", "{count:,} rows"), ("{count} Zeile", "{count:,} Zeilen"))
    catalogue.add("Export...", "Ausgeben …")
    catalogue.add("Step", "Schritt", context="button")
    catalogue.add("Step", "Stufe", context="example")
    file = tmp_path / "de" / "LC_MESSAGES" / "mdn-studio.po"
    file.parent.mkdir(parents=True)
    with file.open("wb") as text:
        write_po(text, catalogue)
    subprocess.run([sys.executable, GATHER, tmp_path], check=True, stderr=subprocess.DEVNULL)
    script = f"""
import pathlib, sys
from mdn_gui.core import resources
resources.resource = lambda *parts: pathlib.Path({str(tmp_path)!r})
import numpy as np
from mdn_gui.core.text import language, say, say_count, say_in
from mdn_gui.studio import application
app = application()
print(language(), say("{{path}} does not exist; check the name or choose another file.", path="a"))
rows = "{{count}} row", "{{count:,}} rows"
print(say_count(*rows, 1), say_count(*rows, np.int64(1)), say_count(*rows, 1200))
print(say_in("button", "Step"), say_in("example", "Step"), say("Step"))
print(app.translate("PlotItem", "Export..."), app.translate("QPlatformTheme", "Cancel"))
print(say("Not in the catalogue."), app.translate("Elsewhere", "Nor this"))
"""
    said = _run("-c", script, language="de").stdout.splitlines()
    assert said == [
        "de a fehlt.",
        "1 Zeile 1 Zeile 1,200 Zeilen",
        "Schritt Stufe Step",
        "Ausgeben … Abbrechen",
        "Not in the catalogue. Nor this",
    ]


@pytest.mark.parametrize(
    ("wanted", "told"),
    [
        ({"LANGUAGE": "de:en"}, "de"),
        ({"LANGUAGE": "fr:de"}, "de"),
        ({"LANGUAGE": "en_US:de"}, "en"),
        ({"LANGUAGE": "en:de"}, "en"),
        ({"LANG": "de_DE.UTF-8"}, "de"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "C.UTF-8"}, "en"),
        ({"LC_ALL": "C", "LANG": "de_DE.UTF-8"}, "en"),
        ({"MDN_LANGUAGE": "de", "LANGUAGE": "en"}, "de"),
        ({}, "en"),
    ],
)
def test_the_language_is_the_first_wanted_one(
    tmp_path: Path, wanted: dict[str, str], told: str
) -> None:
    folder = tmp_path / "de" / "LC_MESSAGES"
    folder.mkdir(parents=True)
    with (folder / "mdn-studio.mo").open("wb") as file:
        write_mo(file, Catalog(locale="de"))
    script = f"""
import pathlib
from mdn_gui.core import resources
resources.resource = lambda *parts: pathlib.Path({str(tmp_path)!r})
from mdn_gui.core.text import language
print(language())
"""
    variables = {"MDN_LANGUAGE", "LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"}
    rest = {name: value for name, value in os.environ.items() if name not in variables}
    environment = {**rest, **wanted}
    said = subprocess.run(
        [sys.executable, "-c", script], cwd=ROOT, env=environment, capture_output=True, check=True
    )
    assert said.stdout.decode().strip() == told


def _run(*command: str, language: str) -> subprocess.CompletedProcess[str]:
    """Run a module, or code after "-c", in a language."""
    how = command if command[0] == "-c" else ("-m", *command)
    return subprocess.run(
        [sys.executable, *how],
        cwd=ROOT,
        env={**os.environ, "MDN_LANGUAGE": language, "QT_QPA_PLATFORM": "offscreen"},
        capture_output=True,
        text=True,
        check=False,
        timeout=120,
    )


def _texts(message: str | list[str] | tuple[str, ...]) -> tuple[str, ...]:
    return (message,) if isinstance(message, str) else tuple(message)


def _is_foreign(message: Message) -> bool:
    """Whether another program says it, too."""
    return any(not name.startswith("mdn_gui/") for name, _ in message.locations)


def _outside_of_texts(value: ast.expr) -> Iterator[ast.AST]:
    """The parts of an expression that are not themselves texts with values of their own."""
    of_option = {*SAYING, "by_option"}  # what an option sets is no text, and its name no English
    if not (isinstance(value, ast.Call) and getattr(value.func, "id", "") in of_option):
        yield value
        for part in ast.iter_child_nodes(value):
            if isinstance(part, ast.expr):
                yield from _outside_of_texts(part)


def _names(template: str) -> set[str]:
    return {name for _, name, _, _ in string.Formatter().parse(template) if name}


def _free_literals(tree: ast.Module) -> Iterator[tuple[ast.expr, str]]:
    """Strings of a module that are not in a text, a docstring, a type or a log."""
    skipped = {part for node in ast.walk(tree) for it in _no_texts(node) for part in ast.walk(it)}
    for node in ast.walk(tree):
        if node in skipped:
            continue
        if isinstance(node, ast.Constant) and isinstance(node.value, str):
            yield node, node.value
        if isinstance(node, ast.JoinedStr):
            skipped.update(node.values)
            parts = (each.value if isinstance(each, ast.Constant) else "{}" for each in node.values)
            yield node, "".join(map(str, parts))


def _no_texts(node: ast.AST) -> list[ast.expr]:
    """The parts of a node that hold no text, or one that is in the catalogue."""
    match node:
        case (
            ast.Call(func=ast.Name(id="say" | "say_in" | "say_count"))
            | ast.Call(func=ast.Attribute(value=ast.Name(id="_LOG" | "logging")))
        ):
            return [node]
        case ast.Call(func=ast.Name(id="cast"), args=[kind, *_]):
            return [kind]
        case (
            ast.Expr(value=ast.Constant() as part)
            | ast.arg(annotation=ast.expr() as part)
            | ast.AnnAssign(annotation=part)
            | ast.FunctionDef(returns=ast.expr() as part)
            | ast.TypeAlias(value=part)
        ):
            return [part]
        case _:
            return []


FORMER: Final = re.compile(
    r"^spread$|the spread is\b|^share…$|^reset\b(?! layout)|truth's floor|^scale columns|^figure$"
    r"|longest gradient|spread the first means|validation share|residual \(std|abandoned"
    r"|data points?\b|(?-i:^Points?$)|least likely points|the truth's\b|\bgiven up\b"
    r"|point is asked",
    re.IGNORECASE,
)
"""Words for which the window has others: width factor, probability, discard run, lowest possible
loss, colour per x, view, gradient clipping, spread initial means, validation fraction, standardised
residual, run cancelled, row."""


def test_the_same_word_stands_for_the_same_thing() -> None:
    said = {text for _, tree in trees() for text in texts(tree)}
    assert not sorted(text for text in said if FORMER.search(text))
