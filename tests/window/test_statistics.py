"""What statisticians unfold at the end of the page Check."""

from PySide6.QtWidgets import QLabel

from mdn_gui.qt.panels.statistics_panel import StatisticsPanel
from mdn_gui.qt.plots.plot import Plot
from mdn_gui.qt.widgets.section import Section
from tests.mouse import turn_wheel
from tests.plots import curve
from tests.widgets import find
from tests.window.explorer import Explorer


def test_statistics_of_the_network_shown_unfold_below_the_page(trained: Explorer) -> None:
    trained.go_to_workspace("Check")
    section = find(trained.window, Section, "statistics")
    trained.qtbot.waitUntil(section.isVisible, timeout=20_000)
    [panel] = trained.window.findChildren(StatisticsPanel)
    assert not panel.findChildren(Plot)
    with trained.qtbot.waitSignal(panel.rested, timeout=20_000):
        section.heading.click()
    assert trained.table("coverage_at_places").isVisible()
    x, _ = curve(find(trained.window, Plot, "pit"), "PIT values")
    assert len(x) > 50
    assert " in the hatch" in f" {find(trained.window, QLabel, 'in_the_hatch').text().lower()}"

    plot = find(trained.window, Plot, "pit")
    view = plot.view_box.viewRange()
    taken = turn_wheel(plot.viewport(), plot.viewport().rect().center(), 3)
    assert not taken  # the page scrolls
    assert plot.view_box.viewRange() == view
