"""Finding what a person sees in a window."""

from PySide6.QtWidgets import QWidget


def find[W: QWidget](window: QWidget, kind: type[W], name: str) -> W:
    """The one control of a kind and an object name in a window."""
    found = window.findChildren(kind, name)
    assert len(found) == 1, f"{len(found)} controls called {name}"
    return found[0]
