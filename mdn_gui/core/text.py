"""Texts that a person reads: written in English, worded in the language of the program.

The language is the one that the variable MDN_LANGUAGE names, such as zh_CN, or else the first of
the system's that is English or that there is a catalogue for; `resources/locale` has them, and
`make messages` gathers what they are to translate. MDN_LANGUAGE=pseudo changes every text, so that
one sees which are left out, and whether there is room for longer ones.
"""

import gettext
import os
import re
from collections.abc import Mapping
from itertools import takewhile
from operator import index
from types import ModuleType
from typing import Self, SupportsIndex, override

from mdn_gui.core.resources import resource

DOMAIN = "mdn-studio"
PSEUDO = "pseudo"
"""A test language: English, marked and longer."""

_ACCENTED = str.maketrans("ACEGIKLNOSTUYZaceghijklnorstuwyz", "ÀÇÉĜÏĶĻÑÖŠŢÛÝŽàçéĝĥïĵķļñöŕšţûŵýž")
# Parts of a text that are not translated: placeholders, also argparse's, tags and entities.
_KEPT = re.compile(r"(\{[^{}]*\}|%\(\w+\)[sd]|%[sd%]|<[^<>]+>|&\w+;)")


class Sentence(str):
    """A text, worded when it is made and kept as it was written.

    It is a string, so that whatever shows strings shows it. What is pickled is what it was made of:
    another process words it anew, in its own language.

    Attributes:
        templates: As written: one, or one for a single thing and one for several.
        values: What stands for the names in braces; of several templates, `count` chooses one.
        context: What a text is about that other texts are written like; else "".
    """

    __slots__ = ("context", "templates", "values")

    templates: tuple[str, ...]
    values: Mapping[str, object]
    context: str

    def __new__(
        cls, templates: tuple[str, ...], values: Mapping[str, object], context: str = ""
    ) -> Self:
        """Word a text; see `say`, `say_in` and `say_count`."""
        worded = _worded(templates, values, context)
        sentence = super().__new__(cls, worded.format(**values) if values else worded)
        sentence.templates, sentence.values, sentence.context = templates, values, context
        return sentence

    @override
    def __str__(self) -> str:
        """Itself, so that the text of an exception made of it is one, too."""
        return self

    def __reduce__(self) -> tuple[type[Self], tuple[tuple[str, ...], Mapping[str, object], str]]:
        """Pickle what it was made of."""
        return type(self), (self.templates, self.values, self.context)

    @override
    def format(self, *args: object, **values: object) -> str:
        """Fill in the values of a text that was made without.

        A text that has its values is formatted as it stands: pyqtgraph calls .format(value=...)
        on the text of every label.
        """
        if args or self.values:
            return super().format(*args, **values)
        return Sentence(self.templates, values, self.context)


def say(template: str, /, **values: object) -> Sentence:
    """Make a text.

    Args:
        template: The text in English, a literal, for `make messages` reads it in the source. With
            values, names in braces stand for them, as in `str.format`.
        values: By their names.
    """
    return Sentence((template,), values)


def say_in(context: str, template: str, /, **values: object) -> Sentence:
    """Make a text whose words mean something else elsewhere, so that both can be translated.

    Args:
        context: What it is about, a literal that translators read.
        template: The text in English, a literal.
        values: By their names.
    """
    return Sentence((template,), values, context)


def say_count(one: str, many: str, /, count: SupportsIndex, **values: object) -> Sentence:
    """Make a text about a number of things.

    gettext finds both by `one` alone, so the same `one` always has the same `many`.

    Args:
        one: The text for a single one, a literal.
        many: The text for none or several, a literal; "{count:,}" stands for the number.
        count: How many there are.
        values: What stands for further names, in both.
    """
    return Sentence((one, many), {"count": count, **values})


def translated(text: str) -> str | None:
    """The translation of another program's text, such as Qt's or pyqtgraph's, or None."""
    worded = _CATALOGUE.gettext(text) if text else text
    return None if worded == text else worded


def answer_for(module: ModuleType) -> None:
    """Translate the texts of a module of the standard library that uses gettext: argparse."""
    for name in ("gettext", "ngettext"):
        setattr(module, "_" if name == "gettext" else name, getattr(_CATALOGUE, name))


def language() -> str:
    """The language of the program, such as "en" or "zh_CN"."""
    return _CATALOGUE.info().get("language", "en")


def pseudo(text: str) -> str:
    """Mark a text and lengthen it by a third; what stands for values and tags stays."""
    parts = _KEPT.split(text)
    parts[::2] = [part.translate(_ACCENTED) for part in parts[::2]]
    return f"⟦{''.join(parts)}{'·' * (sum(map(len, parts[::2])) // 3)}⟧" if text.strip() else text


class _Pseudo(gettext.NullTranslations):
    @override
    def gettext(self, message: str) -> str:
        return pseudo(message)

    @override
    def pgettext(self, context: str, message: str) -> str:
        return pseudo(message)

    @override
    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return pseudo(msgid1 if n == 1 else msgid2)

    @override
    def info(self) -> dict[str, str]:
        return {"language": PSEUDO}


def _catalogue() -> gettext.NullTranslations:
    wanted = os.environ.get("MDN_LANGUAGE")
    if wanted == PSEUDO:
        return _Pseudo()
    languages = [wanted] if wanted else _of_the_system()
    return gettext.translation(DOMAIN, resource("locale"), languages, fallback=True)


def _of_the_system() -> list[str]:
    """The languages that are wanted before English, best first."""
    named = map(os.environ.get, ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"))
    wanted = next(filter(None, named), "").split(":")
    return [*takewhile(lambda each: not re.match(r"(en|C|POSIX)([_.@]|$)", each), wanted)]


_CATALOGUE = _catalogue()


def _worded(templates: tuple[str, ...], values: Mapping[str, object], context: str) -> str:
    one, *several = templates
    if several:
        count = values.get("count", 0)
        number = index(count) if isinstance(count, SupportsIndex) else 0
        return _CATALOGUE.ngettext(one, several[0], number)
    if context:
        return _CATALOGUE.pgettext(context, one)
    return _CATALOGUE.gettext(one) if one else ""
