"""Tabs that come and go with the session, and a drawer of them."""

from collections.abc import Callable, Sequence
from typing import NamedTuple

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import (
    QFrame,
    QScrollArea,
    QSplitter,
    QStackedWidget,
    QTabBar,
    QTabWidget,
    QWidget,
)

from mdn_gui.core.text import say
from mdn_gui.qt.frames import CHART_MS
from mdn_gui.qt.guard import guarded_with
from mdn_gui.qt.widgets.column import ANY_SIZE, column
from mdn_gui.qt.widgets.pane import Pane
from mdn_gui.session.session import Session

_OPENED = 220  # pixels of an open drawer, which its pages need no more than


class Page(NamedTuple):
    """A tab.

    Attributes:
        title: Its title for a session; "" hides the tab.
        panes: What makes the panes on it, from above to below.
        interval: Least time between two pictures of them while a run goes, in milliseconds.
        scrolled: Whether it has bars to scroll it where there is too little room.
        comes_forward: Whether it is the one to be seen of a session; once it is, a person may look
            at another.
    """

    title: Callable[[Session], str]
    panes: tuple[Callable[[], Pane], ...]
    interval: int = CHART_MS
    scrolled: bool = False
    comes_forward: Callable[[Session], bool] = lambda _session: False


class Pages(QTabWidget):
    """Tabs; those that have nothing to show are not there.

    Signals:
        unfolding_wanted: A person wants to see a tab while all are folded.

    Args:
        name: Its object name.
        title: What they are, for whoever does not see them.
    """

    unfolding_wanted = Signal()
    _fewest = 2  # tabs that are worth a bar
    _folded = False

    def __init__(self, name: str, title: str) -> None:
        super().__init__()
        self.setObjectName(name)
        self.tabBar().setAccessibleName(title)
        # Else Tab would end where the bar is hidden; where it is seen, it takes the focus itself.
        self.setFocusProxy(None)  # type: ignore[arg-type]  # as Qt allows
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        # Where there is too little room, tabs shrink before they hide behind arrows.
        self.setUsesScrollButtons(False)
        self.setElideMode(Qt.TextElideMode.ElideRight)
        self._pages: list[Page] = []
        self._forward: dict[int, bool] = {}  # whether a tab was to be seen
        self.tabBarClicked.connect(self._on_folded_clicked)
        self.tabBar().installEventFilter(self)

    def fold(self, *, folded: bool) -> None:
        """Show no more than the tabs, `height_of_tabs` high, or the pages again."""
        if folded is not self._folded:
            self._folded = folded
            self._show_pages(shown=not folded)
            self.setMaximumHeight(height_of_tabs() if folded else ANY_SIZE)
            self._tell_tabs()

    @guarded_with(QSize())
    def minimumSizeHint(self) -> QSize:
        """Called by Qt: room for the tabs alone while they are folded."""
        least = super().minimumSizeHint()
        return QSize(least.width(), height_of_tabs()) if self._folded else least

    def show_page(self, tab: int) -> None:
        """Show a tab, from 0."""
        self.setCurrentIndex(tab)

    def add(self, page: Page) -> Sequence[Pane]:
        """Make a tab after the others.

        Returns:
            The panes on it.
        """
        panes = tuple(make() for make in page.panes)
        widget = panes[0] if len(panes) == 1 else column(*panes)
        self._pages.append(page)
        self.addTab(_scrolled(widget) if page.scrolled else widget, "")
        self.show_session(Session())
        return panes

    def show_session(self, session: Session) -> None:
        """Name the tabs, and show the one that is to be seen."""
        for tab, page in enumerate(self._pages):
            title = page.title(session)
            if (title, bool(title)) != (self.tabText(tab), self.isTabVisible(tab)):
                self.setTabText(tab, title)
                self.setTabVisible(tab, bool(title))
            forward = page.comes_forward(session)
            if forward and not self._forward.get(tab):
                self.show_page(tab)
            self._forward[tab] = forward
        self._tell_tabs()

    @guarded_with(False)  # noqa: FBT003 - what Qt calls "not filtered"
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Take Return at the tabs while they are folded."""
        if self._folded and _is_return(event):
            self.unfolding_wanted.emit()
            return True
        return super().eventFilter(watched, event)

    def _tell_tabs(self) -> None:
        """Show the bar where it is needed, and say in full what each tab is."""
        shown = sum(map(self.isTabVisible, range(self.count())))
        self.tabBar().setVisible(shown >= self._fewest or self._folded)
        for tab in range(self.count()):
            tip = title = self.tabText(tab)
            if self._folded:
                tip = say(
                    "{title}: a click closes the tables below, which take its room.", title=title
                )
            if tip != self.tabToolTip(tab):
                self.setTabToolTip(tab, tip)

    def _show_pages(self, *, shown: bool) -> None:
        for stack in self.findChildren(QStackedWidget, "qt_tabwidget_stackedwidget"):
            stack.setVisible(shown)

    @Slot(int)
    def _on_folded_clicked(self, _tab: int) -> None:
        if self._folded:
            self.unfolding_wanted.emit()


class Drawer(Pages):
    """Tabs that are all that is seen until one of them is clicked; another click closes them.

    So does Return where the tabs have the focus. It stands in a splitter, as the last.

    Signals:
        toggled(opened): It was opened or closed.

    Args:
        name: Its object name.
        title: As of `Pages`.
    """

    toggled = Signal(bool)
    _fewest = 1

    def __init__(self, name: str, title: str) -> None:
        super().__init__(name, title)
        self._height = _OPENED  # that it has when it is open
        self._closed = height_of_tabs()
        self.tabBarClicked.connect(self._on_tab_bar_clicked)
        self._show(shown=False)

    @property
    def opened(self) -> bool:
        """Whether more than the tabs is seen."""
        return self.maximumHeight() == ANY_SIZE

    def show_page(self, tab: int) -> None:
        """Open it at a tab."""
        self.setCurrentIndex(tab)
        self._show(shown=True)

    def shut(self) -> None:
        """Show the tabs only."""
        self._show(shown=False)

    def add(self, page: Page) -> Sequence[Pane]:
        """Make a tab after the others."""
        panes = super().add(page)
        self._show(shown=self.opened)  # Qt shows the first page by itself
        return panes

    @guarded_with(False)  # noqa: FBT003 - what Qt calls "not filtered"
    def eventFilter(self, watched: QObject, event: QEvent) -> bool:  # noqa: N802 - Qt's name
        """Open and close by Return at the tabs, and by the left button alone."""
        if isinstance(event, QMouseEvent):
            pressed = event.type() is QEvent.Type.MouseButtonPress
            return pressed and event.button() is not Qt.MouseButton.LeftButton
        if _is_return(event):
            self._show(shown=not self.opened)
            return True
        return super().eventFilter(watched, event)

    def _show(self, *, shown: bool) -> None:
        if self.opened and self.isVisible():
            self._height = self.height()
        self._show_pages(shown=shown)
        closed = self._closed
        self.setMaximumHeight(ANY_SIZE if shown else closed)
        self.setMinimumHeight(0 if shown else closed)
        self.toggled.emit(shown)
        splitter = self.parentWidget()
        if isinstance(splitter, QSplitter):
            *others, own = splitter.sizes()
            height = max(self._height, self.minimumSizeHint().height()) if shown else closed
            splitter.setSizes([*others[:-1], others[-1] + own - height, height])

    @Slot(int)
    def _on_tab_bar_clicked(self, tab: int) -> None:
        # Before the tab becomes the current one.
        self._show(shown=not self.opened or tab != self.currentIndex())


def height_of_tabs() -> int:
    """Pixels of a bar of tabs, before there are any."""
    tab = QTabBar()
    tab.addTab("0")
    return tab.sizeHint().height()


def _is_return(event: QEvent) -> bool:
    return (
        isinstance(event, QKeyEvent)
        and event.type() is QEvent.Type.KeyPress
        and event.key() in {Qt.Key.Key_Return, Qt.Key.Key_Enter}
    )


def _scrolled(widget: QWidget) -> QScrollArea:
    """Show a widget with bars to scroll it where there is too little room."""
    area = QScrollArea()
    area.setWidgetResizable(True)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(widget)
    return area
