"""The colours of the program, light and dark: of its widgets, its plots, its icons.

The operating system's own dark mode does not reach every platform, so palette and plots are set
here. The colours of components were chosen by a search that makes the two least different ones
as different as possible, to normal sight and with protan, deutan or tritan deficiency (simulated
after Machado, Oliveira and Fernandes, "A physiologically-based model for simulation of color vision
deficiency", IEEE Transactions on Visualization and Computer Graphics 15 (2009), table 1).
"""

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from PySide6.QtCore import QByteArray, Qt
from PySide6.QtGui import QColor, QIcon, QPainter, QPalette, QPixmap
from PySide6.QtSvg import QSvgRenderer
from PySide6.QtWidgets import QApplication

from mdn_gui.core.colour import TONES, blended
from mdn_gui.core.resources import resource

_IN_FORCE = "theme"  # property of the application: the name of its theme


@dataclass(frozen=True)
class Theme:
    """Colours by what they mean, as '#rrggbb'.

    Attributes:
        name: "light" or "dark".
        background: Of plots and fields that one writes in.
        panel: Of everything around them.
        foreground: Text and axes.
        muted: Hints, and text of what is switched off.
        grid: Lines of a plot's grid and borders.
        data: Rows loaded.
        samples: Points drawn from the model.
        mean: The conditional mean.
        median: The conditional median.
        truth: What is known of a built-in problem.
        cursor: The line at the chosen x, and the density there.
        accent: Selection and focus; the train loss.
        warning: What needs attention; the validation loss.
        good: A verdict without fault.
        bad: A verdict against the use.
        density: From nothing, the background, to the highest; one hue, ever darker, or in the dark
            brighter, for a rainbow shows modes where there are none.
        component_colours: Of the mixture's components, in order; the first twelve are the most
            different, and there are as many as the components recommended.
        place_colours: Of places that are compared: those of the components that stand out from the
            background as a thin line does, at a contrast of 3 or more, and are the most different.
    """

    name: str
    background: str
    panel: str
    foreground: str
    muted: str
    grid: str
    data: str
    samples: str
    mean: str
    median: str
    truth: str
    cursor: str
    accent: str
    warning: str
    good: str
    bad: str
    density: tuple[str, ...]
    component_colours: tuple[str, ...]
    place_colours: tuple[str, ...]

    def component_colour(self, component: int) -> str:
        """The colour of a component, by its number from 0; colours repeat after the last."""
        return self.component_colours[component % len(self.component_colours)]

    def density_colours(self, count: int) -> NDArray[np.uint8]:
        """Colours of a density from nothing to its highest, red, green and blue, `(count, 3)`."""
        return blended(self.density, count)


LIGHT = Theme(
    name="light",
    background="#ffffff",
    panel="#f1f3f5",
    foreground="#1b1f24",
    muted="#5c636b",
    grid="#ced4da",
    data="#3d4349",
    samples="#007a5e",
    mean="#1b1f24",
    median="#59616a",
    truth="#c2410c",
    cursor="#343a40",
    accent="#1864ab",
    warning="#8a5300",
    good="#1b6e3c",
    bad="#b3261e",
    density=("#ffffff", "#d3e4f4", "#8fbfe3", "#3f86c4", "#0f4c86"),
    component_colours=(
        *("#003ca5", "#69c3ff", "#b42d00", "#78000f", "#5a87ff", "#a5c300"),
        *("#d2694b", "#4b2d5a", "#874b69", "#f0a5a5", "#b487b4", "#6969b4"),
        *("#7800e1", "#a56987", "#ff00f0", "#e18778"),
        *("#693c4b", "#d2a5d2", "#961e1e", "#8778d2"),
    ),
    place_colours=("#003ca5", "#b42d00", "#5a87ff", "#a56987", "#4b2d5a", "#78000f"),
)
"""Dark on white, as in print."""

DARK = Theme(
    name="dark",
    background="#16181d",
    panel="#23262d",
    foreground="#e6e8eb",
    muted="#9aa2ab",
    grid="#454b54",
    data="#c9ced6",
    samples="#3ddc97",
    mean="#e6e8eb",
    median="#a3abb5",
    truth="#ff9e4a",
    cursor="#d5dae0",
    accent="#4dabf7",
    warning="#f2b84b",
    good="#5fd08a",
    bad="#ff8a80",
    density=("#16181d", "#17395a", "#1c629c", "#3793d3", "#a8dcfb"),
    component_colours=(
        *("#5a96ff", "#e1d200", "#69690f", "#2dffff", "#ff96a5", "#3c5ad2"),
        *("#a578b4", "#a53c78", "#96c3ff", "#d26969", "#96b400", "#c3f0a5"),
        *("#1e9600", "#ff3cf0", "#964ba5", "#d296d2"),
        *("#b45a87", "#00c387", "#5ae1e1", "#870fff"),
    ),
    place_colours=("#e1d200", "#ff3cf0", "#2dffff", "#00c387", "#b45a87", "#69690f"),
)
"""Bright on near-black."""


def apply(app: QApplication, theme: Theme) -> None:
    """Give the whole program a theme; panes take it from `in_force` as their palette changes.

    Args:
        app: The application.
        theme: `LIGHT` or `DARK`.
    """
    app.setProperty(_IN_FORCE, theme.name)
    app.setStyle("Fusion")
    app.setPalette(_palette(theme))
    # Costs in proportion to the widgets there are: `studio.run` does it before most are made.
    app.setStyleSheet(_style_sheet(theme))


def in_force() -> Theme:
    """The theme that the program has; light before any was applied."""
    app = QApplication.instance()
    return (None if app is None else named(app.property(_IN_FORCE))) or LIGHT


def named(name: str | None) -> Theme | None:
    """The theme of that name; None if there is none."""
    return next((theme for theme in (LIGHT, DARK) if theme.name == name), None)


@cache
def density_tones(theme: Theme) -> NDArray[np.uint32]:
    """A theme's colours of densities, 0xAARRGGBB, (256,)."""
    red, green, blue = theme.density_colours(TONES).astype(np.uint32).T
    colours: NDArray[np.uint32] = 0xFF000000 | red << 16 | green << 8 | blue
    return colours


def _style_sheet(theme: Theme) -> str:
    """What the palette cannot say: it says nothing of tips, and hides empty boxes in the dark."""
    check = resource("icons", "check.svg").as_posix()
    return f"""
        QToolTip {{ color: {theme.foreground}; background: {theme.panel};
            border: 1px solid {theme.grid}; padding: 3px; }}
        QCheckBox::indicator, QListView::indicator, QRadioButton::indicator {{ width: 13px;
            height: 13px; border: 1px solid {theme.muted}; border-radius: 3px;
            background: {theme.background}; }}
        QCheckBox::indicator:checked, QListView::indicator:checked {{ border-color: {theme.accent};
            background: {theme.accent}; image: url("{check}"); }}
        QRadioButton::indicator {{ border-radius: 7px; }}
        QRadioButton::indicator:checked {{ width: 7px; height: 7px; border-width: 4px;
            border-color: {theme.accent}; }}
        QCheckBox::indicator:disabled {{ border-color: {theme.grid}; background: {theme.panel}; }}
        QCheckBox::indicator:checked:disabled {{ border-color: {theme.muted};
            background: {theme.muted}; }}
        QCheckBox::indicator:focus, QRadioButton::indicator:focus {{
            border-color: {theme.foreground}; }}
        *[primary="true"]:enabled {{ color: {theme.background}; background: {theme.accent};
            border: 1px solid {theme.accent}; border-radius: 4px; padding: 4px 12px; }}
        *[primary="true"]:enabled:hover {{ border-color: {theme.foreground}; }}
        *[primary="true"]:focus {{ border: 2px solid {theme.foreground}; padding: 3px 11px; }}
        #mark {{ color: {theme.muted}; background: {theme.panel}; padding: 2px 6px;
            border: 1px solid {theme.grid}; border-radius: 4px; }}
        #command_palette {{ border: 1px solid {theme.muted}; }}
        *[refused="true"] {{ color: {theme.warning}; }}
    """


def _palette(theme: Theme) -> QPalette:
    palette = QPalette(QColor(theme.panel), QColor(theme.panel))
    role = QPalette.ColorRole
    colours = {
        role.Base: theme.background,
        role.AlternateBase: theme.panel,
        role.WindowText: theme.foreground,
        role.Text: theme.foreground,
        role.ButtonText: theme.foreground,
        role.ToolTipBase: theme.panel,
        role.ToolTipText: theme.foreground,
        role.PlaceholderText: theme.muted,
        role.Highlight: theme.accent,
        role.HighlightedText: theme.background,
        role.Accent: theme.accent,
        role.Link: theme.accent,
    }
    for which, colour in colours.items():
        palette.setColor(which, QColor(colour))
    for which in (role.WindowText, role.Text, role.ButtonText):
        palette.setColor(QPalette.ColorGroup.Disabled, which, QColor(theme.muted))
    # A progress bar at rest stands out no more than the rest.
    palette.setColor(QPalette.ColorGroup.Disabled, role.Highlight, QColor(theme.grid))
    return palette


SIZE = 64
"""Pixels drawn at; smaller sizes are scaled from it."""


def icon(name: str, colour: str, disabled_colour: str) -> QIcon:
    """An icon of `resources/icons`, in the colours of the theme.

    Args:
        name: The file's name without its ending.
        colour: Of the drawing, '#rrggbb'.
        disabled_colour: Of the drawing where the control is off.
    """
    drawn = QIcon()
    drawn.addPixmap(_pixmap(name, colour), QIcon.Mode.Normal)
    drawn.addPixmap(_pixmap(name, disabled_colour), QIcon.Mode.Disabled)
    return drawn


def _pixmap(name: str, colour: str) -> QPixmap:
    text = resource("icons", f"{name}.svg").read_text(encoding="utf-8")
    renderer = QSvgRenderer(QByteArray(text.replace("currentColor", colour).encode()))
    pixmap = QPixmap(SIZE, SIZE)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    renderer.render(painter)
    painter.end()
    return pixmap
