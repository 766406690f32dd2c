"""The commands of the window, without its panels."""

from PySide6.QtWidgets import QMainWindow

from mdn_gui.qt.actions import Actions
from mdn_gui.qt.commands import COMMANDS, Desk
from mdn_gui.qt.control.controller import Controller
from mdn_gui.qt.files import Files, RecentMenu
from mdn_gui.qt.loader import Loader
from mdn_gui.qt.preferences import Preferences


def actions_of(owner: QMainWindow, controller: Controller, loader: Loader) -> Actions:
    """Every action; nothing shows the session that they change."""
    preferences = Preferences(parent=owner)
    files = Files(owner, controller, loader, preferences)
    recent = RecentMenu(preferences, owner)
    desk = Desk(owner, controller, loader, files, recent, lambda _theme: None, COMMANDS)
    return Actions(owner, COMMANDS, desk)
