"""Pictures that follow each other fast are coarse, and the last one is fine."""

from dataclasses import replace

from pytestqt.qtbot import QtBot

from mdn_gui.core.session import Phase
from mdn_gui.qt.plots.fineness import COARSE, FINE, Fineness
from tests.networks import loaded, trained_like

SESSION = trained_like(loaded())


def test_a_picture_after_a_rest_is_fine(qtbot: QtBot) -> None:
    del qtbot  # there must be an application
    fineness = Fineness()
    assert fineness.of(SESSION) == FINE
    assert fineness.of(SESSION) == FINE, "nothing that it shows has changed"
    assert not fineness.unsettled


def test_of_pictures_that_follow_fast_the_last_becomes_fine(qtbot: QtBot) -> None:
    fineness = Fineness()
    hot = replace(SESSION, temperature=2.0)
    with qtbot.waitSignal(fineness.rested):
        fineness.of(SESSION)
        assert fineness.of(hot) == COARSE
        assert fineness.of(replace(hot, x=1.0)) == COARSE
        assert fineness.unsettled
    assert fineness.of(hot) == FINE
    assert not fineness.unsettled


def test_while_a_run_goes_or_is_played_back_pictures_are_coarse(qtbot: QtBot) -> None:
    del qtbot
    fineness = Fineness()
    assert fineness.of(replace(SESSION, phase=Phase.TRAINING)) == COARSE
    assert fineness.of(replace(SESSION, playing=True)) == COARSE
    assert not fineness.unsettled
    assert fineness.of(SESSION) == FINE


def test_the_time_that_a_picture_takes_is_no_rest(qtbot: QtBot) -> None:
    fineness = Fineness()
    with qtbot.waitSignal(fineness.rested):
        fineness.of(SESSION)
        fineness.of(replace(SESSION, temperature=2.0))
    fineness.begin_rest()
    assert fineness.of(replace(SESSION, temperature=3.0)) == COARSE
