"""What entries about polls have in their payloads, and what has to be true of one by itself."""

from collections.abc import Collection

from commands.verify import forms
from commands.verify.forms import Fields, fit
from commands.verify.wrong import WrongError

TERMS: forms.Forms = {
    "pollId": forms.POLL,
    "question": forms.TEXT,
    "choices": forms.OBJECTS,
    "opensAt": forms.MOMENT,
    "closesAt": forms.MOMENT,
    "revisable": forms.TRUTH,
    "secret": forms.TRUTH,
    "tallyVisibility": forms.TEXT,
    "electorate": forms.NUMBER_OR_NULL,
}
CHOICE: forms.Forms = {"key": forms.TEXT, "label": forms.TEXT}
COUNT: forms.Forms = {"seq": forms.POSITIVE, "size": forms.POSITIVE, "root": forms.DIGEST, "votes": forms.NUMBER}
RESULT: forms.Forms = {
    "votes": forms.NUMBER,
    "choices": forms.HEADS,
    "decided": forms.TRUTH,
    "winner": forms.TEXT_OR_NULL,
    "ground": forms.TEXT,
}


def keys_of(terms: Fields) -> tuple[str, ...]:
    """The keys of a poll's choices. WrongError where these are no terms of a poll."""
    fit(terms, TERMS, exactly=False)
    for choice in terms["choices"]:
        fit(choice, CHOICE)
    keys = tuple(choice["key"] for choice in terms["choices"])
    if not keys or len(set(keys)) < len(keys):
        raise WrongError("there are no choices, or two have the same key")
    return keys


def check_count(count: Fields, keys: Collection[str]) -> None:
    """WrongError where this is no count of a poll with these choices."""
    fit(count, COUNT, exactly=False)
    if "choices" in count:
        fit(count, {"choices": forms.HEADS}, exactly=False)
        _check_sum(count, keys)


def check_result(result: Fields, keys: Collection[str]) -> None:
    """WrongError where this is no result of a poll with these choices, or does not follow from its own numbers."""
    fit(result, RESULT, exactly=False)
    _check_sum(result, keys)
    _check_verdict(result)


def _check_sum(count: Fields, keys: Collection[str]) -> None:
    if count["choices"].keys() != set(keys):
        raise WrongError("choices does not name exactly the choices of the poll")
    if sum(count["choices"].values()) != count["votes"]:
        raise WrongError("votes is not the sum of choices")


def _check_verdict(result: Fields) -> None:
    most = max(result["choices"].values())
    leaders = [key for key, heads in result["choices"].items() if heads == most]
    winner = leaders[0] if most and len(leaders) == 1 else None
    ground = "NO_VOTES" if not most else "MOST_VOTES" if winner is not None else "TIE"
    for name, right in {"winner": winner, "decided": winner is not None, "ground": ground}.items():
        if result[name] != right:
            raise WrongError(f"{name} is not what follows from choices")
