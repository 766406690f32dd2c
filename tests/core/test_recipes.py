"""How the members of a run share out recipes and folds."""

from collections import Counter
from dataclasses import fields, replace

from hypothesis import given
from hypothesis import strategies as st

from mdn_gui.core.recipes import RECIPES, Member, Recipe, members_of, networks_kept
from mdn_gui.core.settings import NetworkSettings, TrainingSettings

COUNTS = given(
    each=st.integers(1, 20), recipes=st.integers(1, len(RECIPES)), folds=st.integers(1, 10)
)


def shared_out(each: int, recipes: int, folds: int) -> tuple[Member, ...]:
    network = NetworkSettings(members=each)
    return members_of(network, TrainingSettings(recipes=recipes, folds=folds))


def test_members_of_one_recipe_and_one_fold_are_columns_of_their_own() -> None:
    assert shared_out(3, 1, 1) == (Member(0, 0, 0, 0), Member(1, 0, 0, 1), Member(2, 0, 0, 2))


def test_recipes_take_turns_each_with_every_fold() -> None:
    expected = [
        *[(0, 0, 0, 0), (1, 0, 1, 0), (2, 1, 0, 1), (3, 1, 1, 1)],
        *[(4, 0, 0, 2), (5, 0, 1, 2), (6, 1, 0, 3), (7, 1, 1, 3)],
    ]
    assert shared_out(2, recipes=2, folds=2) == tuple(Member(*each) for each in expected)


@COUNTS
def test_every_recipe_has_every_fold_as_often_as_the_settings_say(
    each: int, recipes: int, folds: int
) -> None:
    members = shared_out(each, recipes, folds)
    assert [member.number for member in members] == list(range(each * recipes * folds))
    found = Counter((member.recipe, member.fold) for member in members)
    assert found == {(recipe, fold): each for recipe in range(recipes) for fold in range(folds)}


@COUNTS
def test_a_column_is_one_recipe_with_each_fold_once(each: int, recipes: int, folds: int) -> None:
    members = shared_out(each, recipes, folds)
    columns = range(each * recipes)
    assert sorted((member.column, member.fold) for member in members) == [
        (column, fold) for column in columns for fold in range(folds)
    ]
    assert len({(member.column, member.recipe) for member in members}) == len(columns)


@COUNTS
def test_more_members_leave_the_first_ones_as_they_are(each: int, recipes: int, folds: int) -> None:
    members = shared_out(each, recipes, folds)
    assert shared_out(20, recipes, folds)[: len(members)] == members


def test_stacking_keeps_two_networks_of_each_member() -> None:
    network = NetworkSettings(members=2)
    several = TrainingSettings(recipes=3, folds=5)
    assert networks_kept(network, several) == 30
    assert networks_kept(network, replace(several, stacking=True)) == 60


def test_the_first_recipe_is_the_settings_and_the_others_have_less_decay_and_no_noise() -> None:
    settings = TrainingSettings(
        weight_decay=0.8, learning_rate=0.03, target_noise=0.2, input_noise=0.1, seed=7
    )
    first, *others = (recipe(settings) for recipe in RECIPES)
    assert first == settings
    assert [other.weight_decay for other in others] == [0.05, 0.0]
    for other in others:
        assert other.target_noise == 0.0
        assert replace(other, weight_decay=0.8, target_noise=0.2) == settings


def test_there_may_be_as_many_recipes_as_the_settings_allow() -> None:
    (limits,) = (
        each.metadata["setting"].limits
        for each in fields(TrainingSettings)
        if each.name == "recipes"
    )
    assert (limits.low, limits.high) == (1, len(RECIPES))


def test_a_recipe_multiplies_what_the_settings_say() -> None:
    settings = TrainingSettings(weight_decay=0.5, learning_rate=0.01)
    made = Recipe(weight_decay=0.5)(settings)
    assert made == replace(settings, weight_decay=0.25)
