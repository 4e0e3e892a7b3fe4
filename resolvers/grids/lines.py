"""Files to be imported, read line by line: CSV with a heading, or a GeoJSON FeatureCollection."""

import csv
import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from io import StringIO
from typing import overload

from shapely.geometry.base import BaseGeometry

from resolvers.grids.geometry import shape_of
from rules.refusals import Code, Refusal, refuse
from rules.texts import one_line

LARGEST_FILE = 200_000_000


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a CSV file, or a feature: its number in the file, what it is, and what it says.

    `shape` is None in CSV, and where a feature has no geometry that can be read.
    """

    number: int
    kind: str
    values: Mapping[str, object]
    shape: BaseGeometry | None = None

    def text(self, name: str) -> str:
        """What it says under this name, in one line and cleaned as codes and names are kept; nothing for nothing."""
        value = self.values.get(name)
        return "" if value is None else one_line(str(value))


class Counted(Sequence[Line]):
    """Lines that tell how many of them have been gone through, the first time somebody does."""

    def __init__(self, lines: Sequence[Line], told: Callable[[int], None]) -> None:
        self._lines = lines
        self._told = told
        self._seen = 0

    def __len__(self) -> int:
        return len(self._lines)

    @overload
    def __getitem__(self, index: int) -> Line: ...

    @overload
    def __getitem__(self, index: slice) -> Sequence[Line]: ...

    def __getitem__(self, index: int | slice) -> Line | Sequence[Line]:
        return self._lines[index]

    def __iter__(self) -> Iterator[Line]:
        for number, line in enumerate(self._lines, 1):
            yield line
            if number > self._seen:
                self._seen = number
                self._told(number)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with a line; 0 stands for the file as a whole."""

    line: int
    why: Refusal


def whole(reason: Refusal) -> list[Problem]:
    """The one problem of a file that is wrong as a whole."""
    return [Problem(0, reason)]


def read_lines(text: str, kind: str | None) -> Sequence[Line] | list[Problem]:
    """The lines of a file; those that do not say what they are, are of this kind."""
    lines = _features(text, kind) if text.lstrip("\ufeff \t\r\n").startswith("{") else _rows(text, kind)
    if lines is None:
        return whole(refuse(Code.INVALID, "file_unreadable"))
    if not lines:
        return whole(refuse(Code.INVALID, "file_empty"))
    unnamed = [Problem(line.number, refuse(Code.INVALID, "kind_missing")) for line in lines if not line.kind]
    return unnamed or lines


def _features(text: str, kind: str | None) -> list[Line] | None:
    try:
        collection = json.loads(text.lstrip("\ufeff"))
    except (ValueError, RecursionError):
        return None
    features = collection.get("features")
    if not isinstance(features, list) or not all(isinstance(feature, dict) for feature in features):
        return None
    return [_feature(number, feature, kind) for number, feature in enumerate(features, 1)]


def _feature(number: int, feature: Mapping[str, object], kind: str | None) -> Line:
    properties = feature.get("properties")
    values = dict(properties) if isinstance(properties, Mapping) else {}
    named = str(values.pop("kind", None) or kind or "")
    return Line(number, named, values, shape_of(feature.get("geometry")))


def _rows(text: str, kind: str | None) -> list[Line] | None:
    reader = csv.DictReader(StringIO(text.lstrip("\ufeff"), newline=""), strict=True)
    lines = []
    try:
        for row in reader:
            if None in row or None in row.values():
                return None
            named = row.pop("kind", None) or kind or ""
            lines.append(Line(reader.line_num, named.strip(), row))
    except csv.Error:
        return None
    return lines
