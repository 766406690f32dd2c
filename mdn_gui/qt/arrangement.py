"""How a window is laid out: borders that were moved, parts that were unfolded, and its drawer."""

from PySide6.QtWidgets import QWidget

from mdn_gui.qt.preferences import Layout
from mdn_gui.qt.widgets.section import Section
from mdn_gui.qt.widgets.splitter import Splitter
from mdn_gui.qt.widgets.tabs import Drawer


def layout_of(window: QWidget) -> Layout:
    """How a window is laid out."""
    splitters, sections = window.findChildren(Splitter), window.findChildren(Section)
    open_at = (each.currentIndex() for each in window.findChildren(Drawer) if each.opened)
    return Layout(
        {splitter.objectName(): splitter.sizes() for splitter in splitters},
        {section.objectName(): section.unfolded for section in sections},
        next(open_at, None),
    )


def lay_out(window: QWidget, layout: Layout) -> None:
    """Lay a window out; parts that the layout does not know, or not as they are, stay."""
    for drawer in window.findChildren(Drawer):
        if layout.drawer is not None and drawer.isTabVisible(layout.drawer):
            drawer.show_page(layout.drawer)
    for section in window.findChildren(Section):
        section.unfold(unfolded=layout.unfolded.get(section.objectName(), section.unfolded))
    for splitter in window.findChildren(Splitter):
        sizes = layout.sizes.get(splitter.objectName(), ())
        # One that was never seen has no sizes yet.
        if len(sizes) == splitter.count() and any(sizes):
            splitter.setSizes(sizes)


def reset(window: QWidget) -> None:
    """Lay a window out as it was at first."""
    for drawer in window.findChildren(Drawer):
        drawer.shut()
    for section in window.findChildren(Section):
        section.unfold(unfolded=False)
    for splitter in window.findChildren(Splitter):
        splitter.reset()
