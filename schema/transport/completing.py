"""Making what resolvers give fit for the answer: nothing null where it may not be, lists, leaves and objects."""

from asyncio import gather
from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from types import CoroutineType
from typing import Any, NamedTuple, Protocol

from graphql import (
    FieldNode,
    GraphQLAbstractType,
    GraphQLError,
    GraphQLLeafType,
    GraphQLNonNull,
    GraphQLObjectType,
    GraphQLOutputType,
    GraphQLResolveInfo,
    GraphQLSchema,
    Undefined,
    is_abstract_type,
    is_leaf_type,
    is_list_type,
    is_object_type,
    located_error,
)
from graphql.execution.values import VariableValues
from graphql.pyutils import Path, is_iterable
from strawberry.execution import optimized_is_awaitable

Info = GraphQLResolveInfo[Any]


class Run(NamedTuple):
    """One time an operation is carried out: for whom, with which variables, and what went wrong."""

    context: object
    variables: VariableValues
    errors: list[GraphQLError]


Complete = Callable[[Run, Any, Path | None, Info | None], Any]
"""Makes a value fit for the answer, or gives a coroutine that will. None and Undefined are null."""


class Field(Protocol):
    """One key of the answer."""

    key: str

    def value(self, run: Run, source: object, above: Path | None) -> Any:  # noqa: ANN401
        """Its part of the answer, or a coroutine of it. A GraphQLError where the object cannot do without."""
        ...


class Shape(Protocol):
    """What an operation asks for."""

    schema: GraphQLSchema

    def fields(self, type_: GraphQLObjectType, nodes: Sequence[FieldNode]) -> Sequence[Field]:
        """What is asked of an object of this type below these nodes."""
        ...


@dataclass(frozen=True, slots=True)
class Place:
    """Where in the document a value belongs. A null where there may be none is an error of what is around it."""

    nodes: list[FieldNode]
    name: str
    type: GraphQLOutputType

    def failed(self, run: Run, problem: Exception, path: Path) -> None:
        """Puts null here and the error into the answer; raises it where there may be no null."""
        error = located_error(problem, self.nodes, path.as_list())
        if isinstance(self.type, GraphQLNonNull):
            raise error
        run.errors.append(error)

    async def settled(self, run: Run, value: Awaitable[Any], path: Path) -> object:
        """The value, or what failed() makes of its not coming."""
        try:
            return await value
        except Exception as problem:
            self.failed(run, problem, path)
            return None


async def settled(value: Any) -> Any:  # noqa: ANN401
    """The value, waited for where it is a coroutine."""
    return await value if type(value) is CoroutineType else value


def object_of(fields: Iterable[Field], run: Run, source: object, path: Path | None) -> Any:  # noqa: ANN401
    """The answer's part for one object, or a coroutine of it."""
    answer: dict[str, Any] = {}
    waiting: list[str] = []
    try:
        for field in fields:
            value = answer[field.key] = field.value(run, source, path)
            if type(value) is CoroutineType:
                waiting.append(field.key)
    except GraphQLError as error:
        if waiting:
            return _given_up(answer, waiting, error)
        raise
    return _filled(answer, waiting) if waiting else answer


async def _given_up(answer: Any, waiting: Sequence[Any], error: GraphQLError) -> None:  # noqa: ANN401
    """Raises the error once what had been begun beside it has ended."""
    await gather(*(answer[key] for key in waiting), return_exceptions=True)
    raise error


async def _filled(answer: Any, waiting: Sequence[Any]) -> Any:  # noqa: ANN401
    """The dictionary or list with what it waits for. Where one must not fail and does, the others still end first."""
    if len(waiting) == 1:
        answer[waiting[0]] = await answer[waiting[0]]
        return answer
    values = await gather(*(answer[key] for key in waiting), return_exceptions=True)
    for key, value in zip(waiting, values, strict=True):
        if isinstance(value, BaseException):
            raise value
        answer[key] = value
    return answer


def completing(shape: Shape, place: Place) -> Complete:
    """How the values of a place are completed."""
    type_ = place.type
    if isinstance(type_, GraphQLNonNull):
        return _never_null(completing(shape, Place(place.nodes, place.name, type_.of_type)), place.name)
    if is_list_type(type_):
        item = Place(place.nodes, place.name, type_.of_type)
        return _null_or(Items(item, completing(shape, item)).complete)
    if is_leaf_type(type_):
        return _null_or(_leaf(type_, place.name))
    if is_object_type(type_):
        return _null_or(_object(shape, type_, place.nodes))
    if is_abstract_type(type_):
        return _null_or(_any_of(shape, type_, place))
    raise TypeError(f"{place.name} has no output type.")


def _null_or(inner: Complete) -> Complete:
    def complete(run: Run, value: Any, path: Path | None, info: Info | None) -> Any:  # noqa: ANN401
        if value is None or value is Undefined:
            return None
        if isinstance(value, Exception):
            raise value
        return inner(run, value, path, info)

    return complete


def _never_null(inner: Complete, name: str) -> Complete:
    def complete(run: Run, value: Any, path: Path | None, info: Info | None) -> Any:  # noqa: ANN401
        done = inner(run, value, path, info)
        if done is None:
            raise TypeError(f"Cannot return null for non-nullable field {name}.")
        return done

    return complete


def _leaf(type_: GraphQLLeafType, name: str) -> Complete:
    output = type_.coerce_output_value

    def complete(_run: Run, value: Any, _path: Path | None, _info: Info | None) -> Any:  # noqa: ANN401
        done = output(value)
        if done is None or done is Undefined:
            raise TypeError(f"{name} gave what {type_} cannot show.")
        return done

    return complete


@dataclass(frozen=True, slots=True)
class Items:
    """A list: each item completed by itself."""

    place: Place
    inner: Complete

    def complete(self, run: Run, values: Any, path: Path | None, info: Info | None) -> Any:  # noqa: ANN401
        """The list, or a coroutine of it."""
        if not is_iterable(values):
            raise GraphQLError(f"Expected Iterable, but did not find one for field '{self.place.name}'.")
        answer: list[Any] = []
        waiting: list[int] = []
        try:
            for index, value in enumerate(values):
                done = self._one(run, value, Path(path, index, None), info)
                answer.append(done)
                if type(done) is CoroutineType:
                    waiting.append(index)
        except GraphQLError as error:
            if waiting:
                return _given_up(answer, waiting, error)
            raise
        return _filled(answer, waiting) if waiting else answer

    def _one(self, run: Run, value: Any, path: Path, info: Info | None) -> Any:  # noqa: ANN401
        if optimized_is_awaitable(value):
            return self.place.settled(run, self._later(run, value, path, info), path)
        try:
            done = self.inner(run, value, path, info)
        except Exception as problem:
            self.place.failed(run, problem, path)
            return None
        return self.place.settled(run, done, path) if type(done) is CoroutineType else done

    async def _later(self, run: Run, value: Awaitable[Any], path: Path, info: Info | None) -> object:
        return await settled(self.inner(run, await value, path, info))


def _object(shape: Shape, type_: GraphQLObjectType, nodes: list[FieldNode]) -> Complete:
    fields: Sequence[Field] | None = None
    is_type_of = type_.is_type_of

    def complete(run: Run, value: Any, path: Path | None, info: Info | None) -> Any:  # noqa: ANN401
        nonlocal fields
        if fields is None:
            fields = shape.fields(type_, nodes)
        if is_type_of and info and not is_type_of(value, info):
            raise GraphQLError(f"Expected value of type '{type_}' but got: {type(value).__name__}.", nodes)
        return object_of(fields, run, value, path)

    return complete


def _any_of(shape: Shape, type_: GraphQLAbstractType, place: Place) -> Complete:
    known: dict[str, Complete] = {}

    def complete(run: Run, value: Any, path: Path | None, info: Info | None) -> Any:  # noqa: ANN401
        name = type_.resolve_type(value, info, type_) if type_.resolve_type and info else None
        if not isinstance(name, str):
            raise GraphQLError(f"'{type_}' has no type for what '{place.name}' gave.", place.nodes)
        if name not in known:
            found = shape.schema.get_type(name)
            if not is_object_type(found) or not shape.schema.is_sub_type(type_, found):
                raise GraphQLError(f"Runtime Object type '{name}' is not a possible type for '{type_}'.", place.nodes)
            known[name] = _object(shape, found, place.nodes)
        return known[name](run, value, path, info)

    return complete
