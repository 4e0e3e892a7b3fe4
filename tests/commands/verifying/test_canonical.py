"""Canonical form and tree, by the examples of their standards."""

import pytest

from commands.verify.canonical import canonical, read_canonical
from commands.verify.merkle import Tree
from commands.verify.wrong import WrongError


def test_names_are_in_the_order_of_their_code_units():
    text = '{"\\r":1,"1":2,"\u0080":3,"ö":4,"€":5,"\U0001f602":6,"\ufb33":7}'.encode()
    assert canonical(read_canonical(text)) == text
    with pytest.raises(WrongError, match="canonical"):
        read_canonical('{"\ufb33":1,"\U0001f602":2}'.encode())


def test_only_what_must_be_escaped_is():
    text = rb'"\b\t\n\f\r\"\\\u0000\u001f/<>' + "\x7f\u2028é😀".encode() + b'"'
    assert canonical(read_canonical(text)) == text


def test_numbers_reach_to_their_ends():
    assert read_canonical(b"[0,9007199254740991]") == [0, 2**53 - 1]
    for other in (b"9007199254740992", b"-1", b"01", b"1.0", b"1e3", b"Infinity", b"+1"):
        with pytest.raises(WrongError):
            read_canonical(other)


def test_the_tree_is_that_of_the_standard():
    inputs = ["", "00", "10", "2021", "3031", "40414243", "5051525354555657", "606162636465666768696a6b6c6d6e6f"]
    tree = Tree()
    assert tree.root() == "e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855"
    for leaf in inputs:
        tree.add(bytes.fromhex(leaf))
    assert tree.root() == "5dc9da79a70659a9ad559cb701ded9a2ab9d823aad2f4960cfe370eff4604328"
