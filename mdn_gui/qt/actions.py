"""Commands as actions that menus, toolbar and keys share; `commands` says which there are."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from PySide6.QtCore import QObject, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from mdn_gui.core.text import say
from mdn_gui.qt.theme import LIGHT, Theme, icon
from mdn_gui.qt.widgets.pane import Memory
from mdn_gui.session.session import Session

RELEASED_MS = 60
"""A held key repeats, with a release before each time: after so long a release is one."""


@dataclass(frozen=True)
class Command[D]:
    """Something that a person can do; its texts are translated where they are shown.

    Attributes:
        name: Of its action.
        text: In menus and the toolbar; "" for what has a key only.
        tip: What it does, for its tooltip and the list of keys; or what says so, translated.
        act: Does it, given what commands act on.
        menu: Title of the window's menu that has it; "" for none.
        apart: Whether a line stands above it there.
        toolbar: Its place in the toolbar, where other tens are apart; 0 for none.
        keys: Such as "Ctrl+O"; a single key is heard where no control with the focus wants it.
        icon: Name of a file of `resources/icons`, or what finds it for a session.
        missing: Why it cannot be done, as a sentence; "" if it can.
        says: Its text while a session is shown, translated; None for `text` always.
        ticked: Whether it is what was chosen, given the theme; None for what is not chosen.
        chosen: Whether it is what was chosen, given the session; likewise.
        entries: Makes the commands of a menu of its own, with None for a line between them.
        submenu: Finds a menu that is there already, given what commands act on.
        released: Ends what is done while the key is held; None for what is done once.
    """

    name: str
    text: str = ""
    tip: str | Callable[[], str] = ""
    act: Callable[[D], object] = lambda _desk: None
    menu: str = ""
    apart: bool = False
    toolbar: int = 0
    keys: str = ""
    icon: str | Callable[[Session], str] = ""
    missing: Callable[[Session], str] = lambda _session: ""
    says: Callable[[Session], str] | None = None
    ticked: Callable[[Theme], bool] | None = None
    chosen: Callable[[Session], bool] | None = None
    entries: Callable[[], "Sequence[Command[D] | None]"] | None = None
    submenu: Callable[[D], QMenu] | None = None
    released: Callable[[D], object] | None = None

    @property
    def single_key(self) -> Qt.Key | None:
        """The key that does it with no other held; None if there is none."""
        return Qt.Key[f"Key_{self.keys}"] if self.keys and "+" not in self.keys else None


def key_lines(commands: Sequence[Command[Any]]) -> Mapping[str, str]:
    """The keys of commands, by what they do."""
    lines: dict[str, str] = {}
    for command in commands:
        if command.keys:
            tip, keys = _tip(command), _native(command.keys)
            lines[tip] = f"{lines[tip]}, {keys}" if tip in lines else keys
    return lines


@dataclass(frozen=True)
class Offer[D]:
    """A command as a list of all shows it now.

    Attributes:
        command: The command.
        text: What it is called.
        where: The menus that lead to it, such as "File › Example"; "" for what has a key only.
        missing: Why it cannot be done, as a sentence; "" if it can.
    """

    command: Command[D]
    text: str
    where: str
    missing: str

    @property
    def keys(self) -> str:
        """Its keys, as the system writes them; "" if it has none."""
        return _native(self.command.keys)


def offers[D](
    commands: Sequence[Command[D] | None], session: Session, where: str = "", missing: str = ""
) -> Iterator[Offer[D]]:
    """All that can be done, and what cannot be done now, in the order of the menus.

    Args:
        commands: Of the window, or of a menu in it.
        session: As it is now.
        where: The menus that lead to these commands.
        missing: Why nothing in these menus can be done.
    """
    for command in commands:
        if command is None or command.submenu is not None:
            continue
        text = command.says(session) if command.says else command.text or _tip(command)
        why_not = missing or command.missing(session)
        menus = where or command.menu.replace("&", "")
        if command.entries is not None:
            yield from offers(command.entries(), session, f"{menus} › {text}", why_not)
            continue
        if command.released is not None and not why_not:
            why_not = say("Hold {key}: it lasts as long as the key is down.", key=command.keys)
        yield Offer(command, text, menus, why_not)


class Actions(QObject):
    """The actions of commands; `show_session` switches on those that make sense.

    Signals:
        refused(reason): What the key of a command asks for cannot be done, as a sentence.

    Args:
        owner: The window.
        commands: What a person can do.
        desk: What the commands act on.
    """

    refused = Signal(str)

    def __init__[D](self, owner: QWidget, commands: Sequence[Command[D]], desk: D) -> None:
        super().__init__(owner)
        self._owner, self._commands, self._desk = owner, commands, desk
        self._memory, self._theme, self._session = Memory(), LIGHT, Session()
        self._made: dict[str, tuple[Command[Any], QAction]] = {}
        self._menus: dict[str, QMenu] = {}
        self._held: Command[Any] | None = None  # the last one whose key was pressed to be held
        self._releasing = QTimer(self, singleShot=True, interval=RELEASED_MS)
        self._releasing.timeout.connect(self.end_held)
        # One connection for all: a lambda or a partial of a method in each would keep the window
        # alive.
        self._group = QActionGroup(self)
        self._group.setExclusionPolicy(QActionGroup.ExclusionPolicy.None_)
        self._group.triggered.connect(self._on_group_triggered)
        for command in commands:
            if command.text or command.submenu:
                self._add(command)
        self.show_session(Session())

    def action(self, name: str) -> QAction:
        """The action of a command, by its name."""
        return self._made[name][1]

    def menus(self) -> Mapping[str, Sequence[Sequence[QAction]]]:
        """What each menu of the window has, by its title, in parts with a line between them."""
        menus: dict[str, list[list[QAction]]] = {}
        for command in self._commands:
            if command.menu:
                parts = menus.setdefault(command.menu, [[]])
                if command.apart:
                    parts.append([])
                parts[-1].append(self.action(command.name))
        return menus

    def toolbar(self) -> Sequence[Sequence[QAction | QMenu]]:
        """What the toolbar has, in parts that are apart."""
        placed = sorted(
            (each for each in self._commands if each.toolbar), key=lambda command: command.toolbar
        )
        parts = groupby(placed, lambda command: command.toolbar // 10)
        return [
            [self._menus.get(it.name, self.action(it.name)) for it in part] for _, part in parts
        ]

    def press(self, key: int, session: Session, *, repeated: bool = False) -> bool:
        """Do what a single key does, if it can be done.

        Args:
            key: A `Qt.Key`, or the number of another one.
            session: As it is now, which may not be shown yet.
            repeated: Whether it has been pressed for a while.

        Returns:
            Whether it is the key of a command.
        """
        command = next((each for each in self._commands if each.single_key == key), None)
        if command is None:
            return False
        if command.released is not None:
            repeated |= self._releasing.isActive()
            self._releasing.stop()
            if repeated and command is self._held:
                return True  # it is held still
            self._held = command
        missing = command.missing(session)
        if missing:
            self.refused.emit(missing)
        else:
            command.act(self._desk)
        return True

    def release(self, key: int) -> None:
        """End what is done while a key is held, unless it repeats at once."""
        if self._held is not None and self._held.single_key == key:
            self._releasing.start()

    @Slot()
    def end_held(self) -> None:
        """End what is done while a key is held."""
        if self._held is not None and self._held.released is not None:
            self._held.released(self._desk)
        self._held = None

    def show_session(self, session: Session) -> None:
        """Switch actions on, or off for a reason, and name them for what they would do."""
        self._session = session
        for name, (command, action) in self._made.items():
            if command.submenu is not None:
                continue
            if command.chosen is not None:
                action.setChecked(command.chosen(session))
            if callable(command.icon) and self._memory.changed(
                f"icon {name}", picture := command.icon(session), self._theme
            ):
                action.setIcon(icon(picture, self._theme.foreground, self._theme.grid))
            says, missing = command.says and command.says(session), command.missing(session)
            if self._memory.changed(name, says, missing):
                _write(action, command, command.text if says is None else says)
                action.setEnabled(not missing)
                action.setToolTip(missing or _explained(command))

    def set_theme(self, theme: Theme) -> None:
        """Redraw the icons, and tick what is chosen."""
        self._theme = theme
        for command, action in self._made.values():
            if isinstance(command.icon, str) and command.icon:
                action.setIcon(icon(command.icon, theme.foreground, theme.grid))
            if command.ticked:
                action.setChecked(command.ticked(theme))
        self.show_session(self._session)

    def _add(self, command: Command[Any]) -> QAction:
        menu = self._menu(command)
        action = QAction(self._owner) if menu is None else menu.menuAction()
        self._made[command.name] = command, action
        if menu is not None:
            self._menus[command.name] = menu
            return action
        action.setData(command.name)
        action.setCheckable(command.ticked is not None or command.chosen is not None)
        if command.keys and command.single_key is None:
            action.setShortcut(QKeySequence(command.keys))
        self._group.addAction(action)
        return action

    def _menu(self, command: Command[Any]) -> QMenu | None:
        if command.submenu is not None:
            return command.submenu(self._desk)
        if command.entries is None:
            return None
        menu = QMenu(self._owner)
        menu.setToolTipsVisible(True)
        for entry in command.entries():
            if entry is None:
                menu.addSeparator()
            else:
                menu.addAction(self._add(entry))
        return menu

    @Slot(QAction)
    def _on_group_triggered(self, action: QAction) -> None:
        command, _ = self._made[action.data()]
        if command.chosen is not None:
            action.setChecked(command.chosen(self._session))  # Qt switched it with the click
        command.act(self._desk)


def _write(action: QAction, command: Command[Any], text: str) -> None:
    """Name an action; menus write a single key, which is no shortcut of Qt's, beside the name."""
    key = _native(command.keys) if command.menu and command.single_key is not None else ""
    action.setText(f"{text}\t{key}" if key else text)
    action.setIconText(text)  # of the toolbar, where a key would stand in the button


def _tip(command: Command[Any]) -> str:
    return command.tip if isinstance(command.tip, str) else command.tip()


def _explained(command: Command[Any]) -> str:
    tip = _tip(command)
    return f"{tip} ({_native(command.keys)})" if command.keys else tip


def _native(keys: str) -> str:
    return QKeySequence(keys).toString(QKeySequence.SequenceFormat.NativeText)
