"""Text for a terminal."""

from collections.abc import Sequence


def shown(name: str) -> str:
    """A name from a file, with no character that a terminal would obey."""
    return name if name.isprintable() else ascii(name)


def aligned(rows: Sequence[Sequence[str]], indent: str = "  ") -> str:
    """Lay out cells in columns, two spaces apart; equally many in every row."""
    widths = [max(map(len, column)) for column in zip(*rows, strict=True)]
    return "\n".join(indent + "  ".join(map(str.ljust, row, widths)).rstrip() for row in rows)
