"""What a person can do: a list of which menus, toolbar, keys and their help are made."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

from PySide6.QtWidgets import QMainWindow

from mdn_gui.core.examples import EXAMPLES
from mdn_gui.core.table_formats import advised
from mdn_gui.core.text import say, say_count, say_in
from mdn_gui.qt import arrangement, panel_focus, reasons
from mdn_gui.qt.actions import Command, key_lines, offers
from mdn_gui.qt.control import looking, rows
from mdn_gui.qt.control.controller import Controller
from mdn_gui.qt.exports import EXPORTS, Export
from mdn_gui.qt.files import Files, RecentMenu
from mdn_gui.qt.loader import Loader
from mdn_gui.qt.theme import DARK, LIGHT, Theme
from mdn_gui.qt.widgets.help import show_key_help
from mdn_gui.session.run import Phase
from mdn_gui.session.session import Held, Session, Workspace

MORE_EPOCHS = (1, 50, 100, 200)
"""For how many epochs more a run can go on, besides those left and as many as the form says."""

_FILE, _EDIT, _TRAINING = say("&File"), say("&Edit"), say("&Training")
_VIEW, _HELP = say("&View"), say("&Help")


@dataclass(frozen=True)
class Desk:
    """What commands act on.

    Attributes:
        window: The window.
        controller: Changes the session.
        loader: Reads data.
        files: Opens and saves.
        recent: The tables opened last.
        choose_theme: Takes other colours, and remembers them.
        commands: All of them, for the list of keys and for finding one by its name.
    """

    window: QMainWindow
    controller: Controller
    loader: Loader
    files: Files
    recent: RecentMenu
    choose_theme: Callable[[Theme], None]
    commands: Sequence[Command["Desk"]]


def saving(export: Export) -> Command[Desk]:
    """The command that saves something."""
    return Command(
        export.name,
        export.text,
        export.tip,
        lambda desk: desk.files.save(export),
        menu=_FILE,
        apart=export is EXPORTS[0],
        keys=export.keys,
        missing=export.missing,
    )


# What is said for a session


def _says_train(session: Session) -> str:
    texts = {Phase.TRAINING: say("Pause"), Phase.PAUSED: say("Resume")}
    return texts.get(session.led.phase, say("Train"))


def _says_undo(session: Session) -> str:
    return _named(say("Undo"), session.status.undo)


def _says_redo(session: Session) -> str:
    return _named(say("Redo"), session.status.redo)


def _says_left(session: Session) -> str:
    left = session.led.epochs_left
    if not left:
        return say("The epochs that were left")
    return say_count("The {count} epoch that was left", "The {count:,} epochs that were left", left)


def _says_as_in_form(session: Session) -> str:
    epochs = f"{session.setup.training.epochs:,}"
    return say("As many as in the form: {epochs}", epochs=epochs)


def _says_formats() -> str:
    return say("Open a table: {formats}", formats=advised())


def _named(name: str, what: str) -> str:
    return say("{name}: {what}", name=name, what=what) if what else name


# What is done


def _begin(desk: Desk, start: Callable[[], None]) -> None:
    start()
    if desk.controller.session.led.busy:
        # Else the focus would leave the form, which is locked now, for the temperature's field.
        desk.window.setFocus()


def _train_or_pause(desk: Desk) -> None:
    start = desk.controller.training.train_or_pause
    if desk.controller.session.led.busy:
        start()
    else:
        _begin(desk, start)


def _going_to(workspace: Workspace) -> Command[Desk]:
    """The command that goes to a workspace."""
    text, tip = {
        Workspace.DATA: (
            say_in("workspace", "Data"),
            say("Choose the rows and how they are split"),
        ),
        Workspace.EXPLORE: (say("Explore"), say("Look at the distribution")),
        Workspace.CHECK: (say("Check"), say("See what to know before trusting the network")),
    }[workspace]
    return Command(
        f"go_to_{workspace.name.lower()}",
        text,
        tip,
        lambda desk: desk.controller.do(looking.show_workspace(workspace)),
        menu=_VIEW,
        toolbar=workspace.value,
        keys=f"Alt+{workspace.value}",
        says=_says_check if workspace is Workspace.CHECK else None,
        chosen=lambda session: session.status.workspace is workspace,
    )


def _says_check(session: Session) -> str:
    check = None if session.checked is None else session.checked.check
    count = 0 if check is None else len(check.findings)
    return say("Check ({count})", count=count) if count else say("Check")


def _extend(desk: Desk, epochs: int) -> None:
    _begin(desk, lambda: desk.controller.training.extend(epochs))


def _find_command(desk: Desk) -> None:
    # Made when it is first asked for: the first frame does not need it.
    from mdn_gui.qt.panels.command_palette import CommandPalette  # noqa: PLC0415

    CommandPalette(
        desk.window,
        lambda: offers(desk.commands, desk.controller.session),
        lambda command: command.act(desk),
    ).open()


def _examples() -> Sequence[Command[Desk] | None]:
    def loading(name: str, title: str, summary: str) -> Command[Desk]:
        return Command(
            f"example_{name}", title, summary, lambda desk: desk.loader.load_example(name)
        )

    examples = [loading(name, each.title, each.summary) for name, each in EXAMPLES.items()]
    return *examples, None, _DRAW_OWN


def _more() -> Sequence[Command[Desk]]:
    def more(epochs: int) -> Command[Desk]:
        return Command(
            f"more_{epochs}",
            say_count("{count} epoch more", "{count} epochs more", epochs),
            _MORE_TIP,
            lambda desk: _extend(desk, epochs),
        )

    left = Command[Desk](
        "more_left",
        say("The epochs that were left"),
        say("Train the run shown to the epoch that was planned when it was stopped"),
        lambda desk: _extend(desk, desk.controller.session.led.epochs_left),
        missing=reasons.none_left,
        says=_says_left,
    )
    as_in_form = Command[Desk](
        "more_as_in_form",
        say("As many as in the form: {epochs}"),
        _MORE_TIP,
        lambda desk: _extend(desk, desk.controller.session.setup.training.epochs),
        says=_says_as_in_form,
    )
    return left, *map(more, MORE_EPOCHS), as_in_form


_MORE_TIP = say("Train the run shown so much longer")

_DRAW_OWN = Command[Desk](
    "draw_own",
    say("Draw your own"),
    say("Draw points with the mouse on an empty plane"),
    lambda desk: desk.controller.do(rows.draw_own()),
    icon="draw",
)

COMMANDS: tuple[Command[Desk], ...] = (
    Command(
        "open",
        say("Open…"),
        _says_formats,
        lambda desk: desk.files.open(),
        menu=_FILE,
        keys="Ctrl+O",
        icon="open",
    ),
    Command(
        "paste",
        say("Paste"),
        say("Take the table that was copied in a spreadsheet, or as CSV text"),
        lambda desk: desk.files.paste(),
        menu=_FILE,
        keys="Ctrl+V",
    ),
    Command(
        "example",
        say("Example"),
        say("Load a built-in problem with known truth"),
        menu=_FILE,
        apart=True,
        icon="example",
        entries=_examples,
    ),
    Command(
        "change_columns",
        say("Change columns…"),
        say("Choose other inputs and targets of the table; runs stay"),
        lambda desk: desk.files.change_columns(),
        menu=_FILE,
        missing=reasons.no_table,
    ),
    Command("recent", menu=_FILE, submenu=lambda desk: desk.recent),
    *map(saving, EXPORTS),
    Command(
        "quit",
        say("Quit"),
        say("Close the window"),
        lambda desk: desk.window.close(),
        menu=_FILE,
        apart=True,
        keys="Ctrl+Q",
    ),
    Command(
        "undo",
        say("Undo"),
        say("Undo what was done last"),
        lambda desk: desk.controller.state.undo(),
        menu=_EDIT,
        keys="Ctrl+Z",
        missing=reasons.no_undo,
        says=_says_undo,
    ),
    Command(
        "redo",
        say("Redo"),
        say("Do again what was undone last"),
        lambda desk: desk.controller.state.redo(),
        menu=_EDIT,
        keys="Ctrl+Shift+Z",
        missing=reasons.no_redo,
        says=_says_redo,
    ),
    *map(_going_to, Workspace),
    Command(
        "train",
        say("Train"),
        say("Train a network on the rows shown, from fresh weights; pause or resume a run"),
        _train_or_pause,
        menu=_TRAINING,
        toolbar=21,
        keys="Space",
        icon=lambda session: "pause" if session.led.phase is Phase.TRAINING else "train",
        missing=reasons.no_training,
        says=_says_train,
    ),
    Command(
        "step",
        say_in("button", "Step"),
        say("Train for one epoch, then hold"),
        lambda desk: _begin(desk, desk.controller.training.step),
        menu=_TRAINING,
        keys="S",
        icon="step",
        missing=reasons.no_step,
    ),
    Command(
        "stop",
        say("Stop"),
        say("End the training; the best network stays"),
        lambda desk: desk.controller.training.stop(),
        menu=_TRAINING,
        toolbar=22,
        icon="stop",
        missing=reasons.not_going,
    ),
    Command(
        "more",
        say("Continue"),
        say("Train the run shown for more epochs"),
        menu=_TRAINING,
        toolbar=23,
        icon="continue",
        missing=reasons.no_end,
        entries=_more,
    ),
    Command(
        "reset",
        say("Discard run"),
        say("Show no network; a run under way ends, and stays in the list"),
        lambda desk: desk.controller.training.reset(),
        menu=_TRAINING,
        apart=True,
        icon="reset",
        missing=reasons.no_run,
    ),
    Command(
        "pin_place",
        say("Pin this place"),
        say("Compare the density here with that at up to five other places"),
        lambda desk: desk.controller.do(looking.pin_place()),
        menu=_VIEW,
        apart=True,
        keys="P",
        missing=looking.why_not_pinned,
    ),
    Command(
        "present",
        say("Present"),
        say("Show answer, field, density at x and temperature alone, in larger type"),
        lambda desk: desk.controller.do(
            looking.present(on=not desk.controller.session.status.presenting)
        ),
        menu=_VIEW,
        keys="F11",
        missing=reasons.nothing_to_present,
        chosen=lambda session: session.status.presenting,
    ),
    Command(
        "leave",
        tip=say("Leave Present"),
        act=lambda desk: desk.controller.do(looking.present(on=False)),
        keys="Escape",
    ),
    Command(
        "next_panel",
        say("Next panel"),
        say("Move the focus to the next panel"),
        lambda desk: panel_focus.go_on(desk.window, 1),
        menu=_VIEW,
        apart=True,
        keys="F6",
    ),
    Command(
        "panel_before",
        say("Panel before"),
        say("Move the focus to the panel before"),
        lambda desk: panel_focus.go_on(desk.window, -1),
        menu=_VIEW,
        keys="Shift+F6",
    ),
    Command(
        "light",
        say("Light"),
        say("Dark on white"),
        lambda desk: desk.choose_theme(LIGHT),
        menu=_VIEW,
        apart=True,
        ticked=lambda theme: theme.name == LIGHT.name,
    ),
    Command(
        "dark",
        say("Dark"),
        say("Bright on near-black"),
        lambda desk: desk.choose_theme(DARK),
        menu=_VIEW,
        ticked=lambda theme: theme.name == DARK.name,
    ),
    Command(
        "reset_layout",
        say("Reset layout"),
        say("Give every part of the window the room it had at first, and close the drawer"),
        lambda desk: arrangement.reset(desk.window),
        menu=_VIEW,
    ),
    Command(
        "resample",
        tip=say("Resample: draw other samples"),
        act=lambda desk: desk.controller.do(looking.resample()),
        keys="R",
    ),
    Command(
        "truth",
        tip=say("Hold: see the truth of an example alone"),
        act=lambda desk: desk.controller.do(looking.hold(Held.TRUTH)),
        released=lambda desk: desk.controller.do(looking.hold(None)),
        keys="T",
        missing=reasons.no_truth,
    ),
    Command(
        "members",
        tip=say("Hold: see the median of each member"),
        act=lambda desk: desk.controller.do(looking.hold(Held.MEMBERS)),
        released=lambda desk: desk.controller.do(looking.hold(None)),
        keys="M",
        missing=reasons.no_run,
    ),
    Command(
        "left",
        tip=say("Move x by a hundredth of its range"),
        act=lambda desk: desk.controller.do(looking.move_x(desk.controller.session, -1)),
        keys="Left",
    ),
    Command(
        "right",
        tip=say("Move x by a hundredth of its range"),
        act=lambda desk: desk.controller.do(looking.move_x(desk.controller.session, 1)),
        keys="Right",
    ),
    Command(
        "find_command",
        say("Find a command…"),
        say("Type words of what you wish to do"),
        _find_command,
        menu=_HELP,
        keys="Ctrl+K",
    ),
    Command(
        "keys",
        say("Keys"),
        say("What the keys and the mouse do"),
        lambda desk: show_key_help(desk.window, key_lines(desk.commands)),
        menu=_HELP,
    ),
    Command(
        "about",
        say("About MDN Studio"),
        say("Version and licence"),
        lambda desk: desk.files.about(),
        menu=_HELP,
        apart=True,
    ),
)
"""All commands, in the order of the menus and of the list of keys."""
