"""The first import of pyqtgraph, in parts between which the window answers.

It takes 0.2 s, a third of the time until a window was seen, so it comes after the first frame. Half
of it is not pyqtgraph's own: it looks at every name of Qt's modules, and PySide makes a class when
its name is first looked at.
"""

from collections.abc import Iterator
from time import perf_counter

from PySide6 import QtCore, QtGui, QtWidgets

_PART_SECONDS = 0.008


def in_parts() -> Iterator[None]:
    """Import pyqtgraph; the last part is its own modules."""
    began = perf_counter()
    for module in (QtCore, QtGui, QtWidgets):
        for name in dir(module):
            getattr(module, name)
            if perf_counter() - began > _PART_SECONDS:
                yield
                began = perf_counter()
    yield
    import pyqtgraph  # noqa: F401, PLC0415 - see above

    yield
