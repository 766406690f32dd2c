"""Members of the network shown, switched off and on."""

from dataclasses import replace

import numpy as np
import pytest
from numpy.testing import assert_allclose

from mdn_gui.core.evidence import TrainingRows
from mdn_gui.core.network import Network, Share
from mdn_gui.core.recording import Frame, Losses, Recording
from mdn_gui.session import edits
from mdn_gui.session.history import History
from mdn_gui.session.run import Phase, Run
from mdn_gui.session.session import Session
from tests.networks import known_network, pooled
from tests.sessions import changed, session_of

MEANS = (-1.0, 0.0, 1.0)
"""What each member predicts."""


def ensemble(*weights: float, epoch: int = 5) -> Network:
    """Members with these shares, each of which predicts one of the means."""
    members = [known_network([1.0], [mean], [1.0]) for mean in MEANS * 2][: len(weights)]
    shares = [Share(0, fold, epoch, weight) for fold, weight in enumerate(weights)]
    return pooled(members, shares)


SHOWN = session_of(network=ensemble(0.5, 0.3, 0.2))


def switched(session: Session, *places: int) -> Session:
    return edits.one_after_another(*map(edits.switch_member, places))(session)


def mean(session: Session) -> float:
    """What is predicted."""
    return float(session.mixture_at_x().mean()[0])


def test_what_is_switched_off_predicts_nothing_and_the_others_in_proportion() -> None:
    assert mean(SHOWN) == pytest.approx(-0.3)
    assert mean(switched(SHOWN, 1)) == pytest.approx((-0.5 + 0.2) / 0.7)
    assert mean(switched(SHOWN, 1, 2)) == pytest.approx(-1.0)
    assert mean(switched(SHOWN, 1, 2, 1)) == pytest.approx(-0.5 / 0.8)


def test_with_all_members_the_network_is_the_one_that_was_trained() -> None:
    assert SHOWN.network is SHOWN.run.best_network
    assert switched(SHOWN, 1, 1).network is SHOWN.network


def test_the_network_is_the_same_object_until_it_or_what_is_switched_off_changes() -> None:
    off = switched(SHOWN, 1)
    assert changed(off, x=3.0).network is off.network
    assert changed(off, x=3.0).predictor is off.predictor
    assert switched(off, 0).network is not off.network
    assert changed(off, network=ensemble(0.5, 0.3, 0.2)).network is not off.network


def test_the_last_member_that_counts_stays_on() -> None:
    last = switched(SHOWN, 0, 2)
    assert last.can_switch(0)
    assert not last.can_switch(1)
    assert switched(last, 1) is last
    only_one_counts = changed(SHOWN, network=ensemble(0.0, 1.0, 0.0))
    assert switched(only_one_counts, 1) is only_one_counts


@pytest.mark.parametrize("session", [SHOWN, session_of()], ids=["three members", "no network"])
def test_a_member_that_is_not_there_cannot_be_switched(session: Session) -> None:
    assert not session.can_switch(3)
    assert switched(session, 3) is session


def test_a_single_network_stays_on() -> None:
    single = changed(SHOWN, network=known_network([1.0], [0.0], [1.0]))
    assert switched(single, 0) is single


def of_two_sizes(**values: object) -> Session:
    """A run whose latest network has three members, and its best one six."""
    best, latest = ensemble(*[1 / 6] * 6), ensemble(0.5, 0.3, 0.2)
    losses = Losses(1, 1.0, 1.0)
    recording = Recording().with_epochs([losses], [Frame(1, latest)], best)
    return session_of(recording=recording, **values)


def test_members_of_another_epoch_alone_count_for_nothing_in_this_one() -> None:
    best = switched(of_two_sizes(), 1, 4)
    latest = changed(best, phase=Phase.TRAINING)
    assert best.switched_off == {1, 4}
    assert latest.switched_off == {1}
    assert mean(latest) == pytest.approx((-0.5 + 0.2) / 0.7)
    assert changed(switched(latest, 0), phase=Phase.IDLE).switched_off == {0, 1, 4}


def test_a_network_whose_members_are_all_switched_off_is_shown_as_it_is() -> None:
    best = switched(of_two_sizes(), 0, 1, 2, 5)
    latest = changed(best, phase=Phase.TRAINING)
    assert latest.switched_off == frozenset()
    assert latest.network is latest.run.live_network
    again = switched(latest, 1)
    assert again.switched_off == {1}, "what is done to what is seen"
    assert changed(again, phase=Phase.IDLE).switched_off == {1, 5}


def test_another_run_has_all_its_members() -> None:
    off = switched(SHOWN, 1)
    assert edits.shown(2)(off).view.switched_off == frozenset()
    assert edits.begun(Run(2, data=off.data), "Run 2")(off).view.switched_off == frozenset()


def test_undoing_leaves_the_members_of_a_run_that_is_shown_since() -> None:
    network = ensemble(0.5, 0.3, 0.2)
    act = edits.Act(edits.switch_member(1), "member")
    off = act.edit(SHOWN)
    history = History().with_step(SHOWN, off, act, 0.0)
    assert history.undo(off)[1].switched_off == frozenset()
    other = changed(edits.begun(Run(2, data=off.data), "Run 2")(off), network=network)
    assert history.undo(switched(other, 0, 2))[1].switched_off == {0, 2}


def with_rows(network: Network) -> Network:
    """A network that knows rows about a mean of each member."""
    targets = np.array(MEANS)[:, None]
    return replace(network, rows=TrainingRows(np.zeros((3, 1)), 3, targets=targets))


def test_at_another_temperature_too_what_is_switched_off_predicts_nothing() -> None:
    session = changed(SHOWN, network=with_rows(ensemble(0.5, 0.3, 0.2)), temperature=0.5)
    assert mean(session) == pytest.approx((-(0.5**2) + 0.2**2) / (0.5**2 + 0.3**2 + 0.2**2))
    off = switched(session, 0)
    assert mean(off) == pytest.approx(0.2**2 / (0.3**2 + 0.2**2))
    assert_allclose(off.samples().y.mean(), mean(off), atol=0.2)


def test_components_of_what_is_switched_off_are_not_said_to_be_left_out() -> None:
    far = known_network([0.5, 0.5], [0.0, 1e6], [1.0, 1.0])
    network = with_rows(pooled([far, far]))
    session = changed(SHOWN, network=network, temperature=0.5)
    assert session.components_left_out == 2
    assert switched(session, 1).components_left_out == 1
