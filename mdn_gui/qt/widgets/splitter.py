"""Widgets side by side whose borders a person can move, and move back."""

from typing import Self

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSplitter, QWidget


class Splitter(QSplitter):
    """Shares its room among widgets, none smaller than it can be.

    Args:
        name: Its object name.
        orientation: Horizontal for widgets from left to right.
    """

    def __init__(self, name: str, orientation: Qt.Orientation) -> None:
        super().__init__(orientation)
        self.setObjectName(name)
        self.setChildrenCollapsible(False)
        self._usual: list[int] = []

    def share(self, *parts: tuple[QWidget, int]) -> Self:
        """Take widgets, each with its part of the room, 0 for as little as it needs.

        Returns:
            The splitter.
        """
        for index, (widget, part) in enumerate(parts):
            self.addWidget(widget)
            self.setStretchFactor(index, part)
        self._usual = [1000 * part for _, part in parts]
        self.reset()
        return self

    def reset(self) -> None:
        """Move the borders back to where they were at first."""
        self.setSizes(self._usual)
