"""Archives of stored members, and what else may call itself one."""

import zipfile
from io import BytesIO

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra import numpy as arrays

from mdn_gui.core.files.model_archive import Members, array_member, write_members

ARRAY = np.arange(6, dtype="<f4").reshape(2, 3)


def archive(**members: bytes) -> BytesIO:
    file = BytesIO()
    write_members(file, members)
    return file


def array_archive(content: bytes) -> Members:
    return Members(archive(x=content))


@given(
    arrays.arrays(
        st.sampled_from(["<f4", "<f8"]).map(np.dtype),
        arrays.array_shapes(min_dims=1, max_dims=2, max_side=5),
    )
)
def test_every_bit_of_an_array_comes_back(values: np.ndarray) -> None:
    content = array_member(values, values.dtype.str)
    found, same = array_archive(content).array("x", values.shape, values.dtype.str)
    assert found.tobytes() == values.tobytes()
    assert (found.shape, found.dtype, same) == (values.shape, values.dtype, content)
    assert not found.flags.writeable


def test_numpy_reads_what_was_written_and_the_other_way() -> None:
    np.testing.assert_array_equal(np.load(BytesIO(array_member(ARRAY, "<f4"))), ARRAY)
    file = BytesIO()
    np.save(file, ARRAY)
    found, _ = array_archive(file.getvalue()).array("x", (2, 3), "<f4")
    np.testing.assert_array_equal(found, ARRAY)


def test_the_same_members_give_the_same_bytes() -> None:
    first, second = (archive(a=b"1", b=b"2").getvalue() for _ in range(2))
    assert first == second


def test_members_are_stored_as_they_are() -> None:
    with zipfile.ZipFile(archive(a=b"content", b=b"")) as file:
        assert file.read("a") == b"content"
        assert all(info.compress_type == zipfile.ZIP_STORED for info in file.infolist())


def test_it_knows_its_members() -> None:
    members = Members(archive(a=b"1"))
    assert "a" in members
    assert "b" not in members


def test_a_member_that_is_missing() -> None:
    with pytest.raises(ValueError, match="it has 0 members named b"):
        Members(archive(a=b"1")).read("b", most=10)


@pytest.mark.filterwarnings("ignore:Duplicate name")  # that is the point
def test_two_members_of_one_name() -> None:
    file = BytesIO()
    with zipfile.ZipFile(file, "w") as written:
        written.writestr("a", "1")
        written.writestr("a", "2")
    with pytest.raises(ValueError, match="it has 2 members named a"):
        Members(file).read("a", most=10)


def test_a_compressed_member_is_not_unpacked() -> None:
    file = BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as written:
        written.writestr("a", bytes(10_000_000))
    with pytest.raises(ValueError, match="member a is compressed or encrypted"):
        Members(file).read("a", most=10**9)


def test_a_member_larger_than_it_may_be() -> None:
    with pytest.raises(ValueError, match="member a states a size of 11 bytes"):
        Members(archive(a=bytes(11))).read("a", most=10)


def test_a_member_that_claims_to_be_larger_than_the_file() -> None:
    content = archive(a=b"x").getvalue()
    size = (1).to_bytes(4, "little") * 2
    at = content.rindex(size)  # both sizes, in the table of contents
    lie = (10**9).to_bytes(4, "little") * 2
    with pytest.raises(ValueError, match="member a states a size of 1000000000 bytes"):
        Members(BytesIO(content[:at] + lie + content[at + 8 :])).read("a", most=10**10)


@pytest.mark.parametrize("content", [b"", b"PK", b"not an archive", b"PK\x05\x06" + bytes(18)])
def test_what_is_no_archive_or_an_empty_one(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"it is no archive|it has 0 members"):
        Members(BytesIO(content)).read("a", most=10)


def test_a_list_of_members_that_would_fill_the_memory() -> None:
    many = archive(**{f"{number:060}": b"" for number in range(12_000)})
    with pytest.raises(ValueError, match="its list of members is too long"):
        Members(many)


def test_an_archive_that_claims_a_size_only_huge_ones_have() -> None:
    content = archive(a=b"1").getvalue()
    end = content.rindex(b"PK\x05\x06")
    locator = b"PK\x06\x07" + bytes(16)
    with pytest.raises(ValueError, match="its list of members is too long"):
        Members(BytesIO(content[:end] + locator + content[end:]))


PICKLED = np.array([{"a": 1}], dtype=object)


def saved(values: np.ndarray) -> bytes:
    file = BytesIO()
    np.save(file, values)
    return file.getvalue()


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        (b"", "no .npy array"),
        (b"\x93NUMPY\x02\x00" + array_member(ARRAY, "<f4")[8:], "no .npy array"),
        (saved(PICKLED), "not an array of shape|no .npy array"),
        (saved(np.asfortranarray(ARRAY)), "no .npy array"),
        (array_member(ARRAY.T, "<f4"), "not an array of shape"),
        (array_member(ARRAY, ">f4"), "not an array of shape"),
        (array_member(ARRAY, "<f4")[:-1], "not an array of shape"),
        (array_member(ARRAY, "<f4") + b"\0", "not an array of shape"),
        (array_member(ARRAY, "<f4").replace(b"(2, 3)", b"f()[1]"), "no .npy array"),
    ],
)
def test_what_is_not_the_array_wanted(content: bytes, expected: str) -> None:
    with pytest.raises(ValueError, match=expected):
        array_archive(content).array("x", (2, 3), "<f4")


@given(st.binary(max_size=200))
def test_any_bytes_are_refused_in_one_sentence(content: bytes) -> None:
    with pytest.raises(ValueError, match="member x"):
        array_archive(content).array("x", (2, 3), "<f4")
