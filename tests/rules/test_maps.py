"""Where the picture under the map may come from."""

import pytest

from rules.maps import tiles_at


def test_a_source_of_tiles_has_an_origin_and_each_gap_once():
    found = tiles_at("https://Tiles.example.org:443/{z}/{x}/{y}.png?tk=1", "地图 © 例子")
    assert found
    assert (found.origin, found.credit) == ("https://tiles.example.org", "地图 © 例子")
    assert found.address == "https://Tiles.example.org:443/{z}/{x}/{y}.png?tk=1"


@pytest.mark.parametrize(
    "address",
    [
        *("", "tiles", "/{z}/{x}/{y}.png", "ftp://a.example/{z}/{x}/{y}", "https://a.example{z}/{x}/{y}"),
        *("https://a.example/{z}/{x}.png", "https://a.example/{z}/{x}/{y}/{y}", "https://*.example/{z}/{x}/{y}"),
        *(
            "https://a.example; script-src */{z}/{x}/{y}",
            "https://a.example/ {z}/{x}/{y}",
            "https://{s}.a.example/{z}/{x}/{y}",
        ),
        "https://a.example/{z}/{x}/{y}" + "a" * 500,
    ],
)
def test_anything_else_is_none(address: str):
    assert tiles_at(address) is None
