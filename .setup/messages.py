"""Gathers every text that can be translated, and brings the catalogues up to date.

    python .setup/messages.py [FOLDER]

writes FOLDER/mdn-studio.pot, by default in resources/locale. Each mdn-studio.po in
LANGUAGE/LC_MESSAGES there gets the new texts, keeps what is translated, and is compiled to the .mo
that the program reads.
"""

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir, extract_from_file
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

ROOT = Path(__file__).parents[1]
DOMAIN = "mdn-studio"

OWN = {"say": None, "say_in": ((1, "c"), 2), "say_count": (1, 2)}
ARGPARSE = {"_": None, "ngettext": (1, 2)}
PYQTGRAPH = {"translate": (2,)}
SHOWN = ("GraphicsScene", "exporters", "graphicsItems")
"""The parts of pyqtgraph whose texts a person meets."""

type Message = tuple[str, int, str | tuple[str, ...], str | None]


def messages() -> Iterator[Message]:
    """Yield the file, the line, the text and the context of each."""
    # Found without importing it, for that would start Qt.
    (pyqtgraph,) = (each for path in sys.path for each in Path(path).glob("pyqtgraph"))
    for name, line, text, _, context in extract_from_dir(ROOT / "mdn_gui", keywords=OWN):
        yield f"mdn_gui/{name}", line, text, context
    for line, text, *_ in extract_from_file("python", argparse.__file__, keywords=ARGPARSE):
        yield "argparse.py", line, text, None
    for part in SHOWN:
        for name, line, text, *_ in extract_from_dir(pyqtgraph / part, keywords=PYQTGRAPH):
            yield f"pyqtgraph/{part}/{name}", line, text, None


def main(folder: Path) -> None:
    """Write the template, and update and compile the catalogues beside it."""
    template = Catalog(project="MDN Studio", domain=DOMAIN)
    for name, line, text, context in messages():
        template.add(text, locations=[(name, line)], context=context)
    folder.mkdir(parents=True, exist_ok=True)
    with (folder / f"{DOMAIN}.pot").open("wb") as file:
        write_po(file, template, sort_by_file=True)
    for path in folder.glob(f"*/LC_MESSAGES/{DOMAIN}.po"):
        with path.open("rb") as file:
            catalogue = read_po(file, locale=path.parents[1].name, domain=DOMAIN)
        catalogue.update(template, no_fuzzy_matching=True)
        with path.open("wb") as file:
            write_po(file, catalogue, sort_by_file=True)
        with path.with_suffix(".mo").open("wb") as file:
            write_mo(file, catalogue)


if __name__ == "__main__":
    main(Path(*sys.argv[1:2]) if sys.argv[1:] else ROOT / "resources" / "locale")
