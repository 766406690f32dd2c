"""Fields of JSON that may hold anything."""

import json
from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mdn_gui.core.files.model_fields import Fields
from mdn_gui.core.settings import NetworkSettings

JSON = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(),
    lambda values: st.lists(values) | st.dictionaries(st.text(), values),
)
READERS: dict[str, Callable[[Fields], object]] = {
    "text": lambda fields: fields.text("f"),
    "texts": lambda fields: fields.texts("f"),
    "whole": lambda fields: fields.whole("f"),
    "wholes": lambda fields: fields.wholes("f"),
    "number": lambda fields: fields.number("f"),
    "numbers": lambda fields: fields.numbers("f"),
    "count": lambda fields: fields.count("f"),
    "flag": lambda fields: fields.flag("f"),
    "choice": lambda fields: fields.choice("f", ("x", "y")),
    "choices": lambda fields: fields.choices("f", ("x", "y")),
    "list_of_fields": lambda fields: len(fields.list_of_fields("f")),
}


def parsed(value: object) -> Fields:
    return Fields.parse(json.dumps(value).encode())


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("text", "x"),
        ("texts", ("x", "\ud800")),
        ("whole", -7),
        ("wholes", ()),
        ("wholes", (3, 4)),
        ("number", 0.1),
        ("number", 3),
        ("numbers", (3, 0.5)),
        ("flag", True),
        ("choice", "y"),
        ("choices", ("y", "x", "y")),
        ("choices", ()),
    ],
)
def test_a_field_of_its_kind_comes_back(kind: str, value: object) -> None:
    assert READERS[kind](parsed({"f": value})) == value


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("text", 1),
        ("texts", "x"),
        ("texts", []),
        ("texts", ["x", None]),
        ("numbers", 3),
        ("count", -1),
        ("numbers", [True]),
        ("flag", 0),
        ("choice", "z"),
        ("choice", None),
        ("choices", ["x", "z"]),
        ("choices", "x"),
        ("list_of_fields", {}),
        ("whole", True),
        ("whole", 3.0),
        ("wholes", [1, "2"]),
        ("wholes", 1),
        ("number", False),
        ("number", "1"),
    ],
)
def test_a_field_of_another_kind_is_named(kind: str, value: object) -> None:
    with pytest.raises(ValueError, match=r"field 'outer\.f' is not"):
        READERS[kind](parsed({"outer": {"f": value}}).fields("outer"))


@pytest.mark.parametrize("kind", READERS)
def test_a_field_that_is_missing_is_named(kind: str) -> None:
    with pytest.raises(ValueError, match="field 'f' is missing"):
        READERS[kind](parsed({}))


@given(JSON)
def test_every_reader_either_reads_or_refuses(value: object) -> None:
    for reader in READERS.values():
        # Any other exception fails the test.
        with suppress(ValueError):
            reader(parsed({"f": value}))


@pytest.mark.parametrize("text", [b"", b"{", b"\xff", b"{'f': 1}", b'{"f": 01}', b'{"f": 1} {}'])
def test_what_is_no_json(text: bytes) -> None:
    with pytest.raises(ValueError, match="its description is not JSON"):
        Fields.parse(text)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b'{"f": NaN}', "NaN in its description is no number"),
        (b'{"f": -Infinity}', "-Infinity in its description is no number"),
        (b'{"f": 1e999}', "1e999 in its description is too large a number"),
        (b'{"f": -1.5e400}', "-1.5e400 in its description is too large a number"),
        (b'{"f": ' + b"1" * 10_000 + b"}", "its description has a number of 10,000 digits"),
        (b'{"f": 0.' + b"1" * 998 + b"}", "its description has a number of 1,000 digits"),
        (b'{"f": 1, "g": 2, "f": 1}', "field 'f' is in its description twice"),
        (b'{"g": {"f": 1, "f": 2}}', "field 'f' is in its description twice"),
        (b"[" * 100_000, "more than 16 objects and lists within each other"),
        (b'{"f": ' + b"[" * 16 + b"]" * 16 + b"}", "more than 16 objects and lists"),
        (b'{"f":' * 17 + b"1" + b"}" * 17, "more than 16 objects and lists"),
    ],
)
def test_json_that_readers_disagree_on_or_choke_on(text: bytes, expected: str) -> None:
    with pytest.raises(ValueError, match=f"^{expected}|^its description has {expected}"):
        Fields.parse(text)


def test_the_longest_and_the_deepest_that_will_do() -> None:
    number = b"-1.7976931348623157e+308"
    text = b'{"f": ' + b"[" * 15 + b"]" * 15 + b', "n": ' + number + b"}"
    assert Fields.parse(text).number("n") == -1.7976931348623157e308


def test_what_a_file_says_is_not_repeated_at_length() -> None:
    name = "x" * 10_000
    for text in (f'{{"{name}": 1, "{name}": 2}}', f'{{"network": {{"hidden": "{name}"}}}}'):
        with pytest.raises(ValueError, match="x…") as refusal:
            Fields.parse(text.encode()).fields("network").build(NetworkSettings, ("hidden",))
        assert len(str(refusal.value)) < 200


def test_what_is_no_object() -> None:
    with pytest.raises(ValueError, match=r"field 'f' is no object"):
        parsed({"f": [{}, 3]}).list_of_fields("f")
    with pytest.raises(ValueError, match="its description is no object"):
        parsed([1])
    with pytest.raises(ValueError, match="field 'f' is no object"):
        parsed({"f": 1}).fields("f")


def test_a_value_is_built_of_the_fields_it_has() -> None:
    fields = parsed({"network": {"hidden": [3], "unknown": 1}}).fields("network")
    assert fields.build(NetworkSettings, ("hidden", "components")) == NetworkSettings(hidden=(3,))


@pytest.mark.parametrize("hidden", [[0], ["a"], 3, None, [[1]]])
def test_a_value_that_refuses_a_field(hidden: object) -> None:
    fields = parsed({"network": {"hidden": hidden}}).fields("network")
    with pytest.raises(ValueError, match="field 'network' cannot be used: hidden"):
        fields.build(NetworkSettings, ("hidden",))
