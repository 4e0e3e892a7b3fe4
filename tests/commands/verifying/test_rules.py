"""Each rule, with everything else hashed and signed anew."""

from collections.abc import Callable

import pytest

from tests.commands.verifying.breaking import (
    ballots,
    closed_anew,
    drop,
    drop_stream,
    entries,
    entry_of,
    insert,
    move,
    put,
    reopen,
    set_line,
    shift,
    swap,
    swap_but_for_place,
)
from tests.commands.verifying.looking import ISSUE, POLL, refused
from tests.support import record_files as files
from tests.support.record_files import Kept, Record, as_file, lawful, seal

LINES: dict[str, tuple[Callable[[Record], Kept | None], str]] = {
    # first line
    "format": (lambda r: set_line(r, r.lines[0], format="heyi-record/2"), "line 1: record: format is not"),
    "another issue": (lambda r: set_line(r, r.lines[0], issue="issue_" + "0" * 32), "line 1: streams does not begin"),
    "no streams": (lambda r: set_line(r, r.lines[0], streams=[]), "line 1: streams does not begin"),
    "streams not as named": (
        lambda r: r.lines[0].update(streams=[r.lines[0]["streams"][n] for n in (0, 2, 1, 3, 4, 5)]),
        rf"line 9: {ISSUE} entry 5: streams of the first line does not have {POLL} in this place"),
    "stream not named": (lambda r: r.lines[0]["streams"].append("poll:" + "0" * 32), "line 1: streams names poll:0+, "),
    "stream missing": (lambda r: r.lines[0]["streams"].pop() and None, f"entry .*does not have {POLL} in this place"),
    "stream twice": (lambda r: r.lines[0]["streams"].append(r.lines[0]["streams"][1]), "line 1: streams has a stream"),
    "two issues": (lambda r: r.lines[0]["streams"].append("issue:" + "0" * 32), "line 1: streams has a second issue"),
    "no first line": (lambda r: drop(r, 0), "line 1: a line of kind record belongs here"),
    # keys
    "no key": (lambda r: r.lines.__delitem__(slice(1, 4)), "line 2: a line of kind key belongs here"),
    "a key that is not its id's": (lambda r: set_line(r, r.lines[2], publicKey="ab" * 32), "line 3: key .*keyId is"),
    "a key twice": (lambda r: insert(r, 2, dict(r.lines[1])), "line 3: key .*comes twice"),
    "a first key with one before": (lambda r: set_line(r, r.lines[1], previous="0" * 16), "line 2: key .*previous is"),
    "a key after another": (lambda r: set_line(r, r.lines[3], previous=r.lines[1]["keyId"]), "line 4: key .*previous"),
    "a second first key": (lambda r: set_line(r, r.lines[2], previous=None), "line 3: key .*previous is not"),
    "a key before the one before": (lambda r: set_line(r, r.lines[2], since=files.moment(-1)), "line 3: key .*since"),
    # entries
    "a gap": (lambda r: shift(r, "live"), f"line {{}}: {POLL} entry 5: this should be entry 4"),
    "time backwards": (lambda r: set_line(r, entry_of(r, 2), at=files.moment(0)), f"line 7: {ISSUE} entry 3: at is"),
    "another entry before": (lambda r: set_line(r, entry_of(r, 2), previous="0" * 64), "entry 3: previous is not"),
    "no zeros first": (lambda r: set_line(r, entry_of(r, 0), previous="1" * 64), "line 5: .*entry 1: previous is not"),
    "another digest": (
        lambda r: set_line(r, entry_of(r, 2), digest="0" * 64),
        f"^line 7: {ISSUE} entry 3: the digest does not match what the entry says.$"),
    "another payload": (
        lambda r: set_line(r, entry_of(r, 1), payloadDigest="0" * 64), "line 6: .* entry 2: payloadDigest does not"),
    "entries swapped": (lambda r: swap(r, r.where(2, line="entry"), r.where(3, line="entry")), "should be entry 3"),
    "streams swapped": (
        lambda r: move(r, r.where(stream=r.polls["never"].stream), r.where(kind="votes.cast")),
        "streams are not in the order"),
    "a stream without entries": (
        lambda r: drop_stream(r, r.polls["never"].stream), f"line 1: streams names {POLL}, and it has no entries"),
    "a stream without entries between others": (
        lambda r: drop_stream(r, r.polls["secret"].stream), "the streams are not in the order of the first line"),
    "a stream not in the file": (
        lambda r: set_line(r, entry_of(r, 0), stream="issue:" + "0" * 32), "does not name this stream"),
    "an entry after the checkpoints": (
        lambda r: move(r, r.where(-1, line="entry"), r.where(-1, line="checkpoint")),
        "poll.closed of the issue's stream is missing"),
    # redactions
    "salt without payload": (
        lambda r: set_line(r, entry_of(r, 3), payload=None, payloadDigest="0" * 64), "not null together"),
    "payload without salt": (
        lambda r: set_line(r, entry_of(r, 3), salt=None, payloadDigest="0" * 64), "not null together"),
    "gone without an entry": (
        lambda r: set_line(r, entry_of(r, 3), payload=None, salt=None),
        f"^line 8: {ISSUE} entry 4: the payload is missing, and no utterance.redacted"),
    "a poll gone": (
        lambda r: set_line(r, entry_of(r, 4), payload=None, salt=None), "line 9: .*which only utterance.said may be"),
    "gone in a poll's stream": (
        lambda r: set_line(r, entry_of(r, 0, "live"), payload=None, salt=None), "outside the issue's stream"),
    "still there": (
        lambda r: r.line(kind="utterance.redacted")["payload"].update(entry=4), "entry 4 has its payload still"),
    "not an utterance": (
        lambda r: r.line(kind="utterance.redacted")["payload"].update(entry=1), "entry 1 is no utterance.said"),
    "to come": (lambda r: r.line(kind="utterance.redacted")["payload"].update(entry=9), "is no utterance.said before"),
    "no reason": (lambda r: r.line(kind="utterance.redacted")["payload"].pop("reason") and None, "reason is missing"),
    # checkpoints
    "none at the close in the poll's stream": (
        lambda r: drop(r, r.where(line="checkpoint", stream=r.polls["after"].stream)),
        f"line {{}}: {POLL} entry 4: poll.closed has no checkpoint"),
    "none at the close in the issue's stream": (
        lambda r: drop(r, r.where(2, line="checkpoint")), f"line {{}}: {ISSUE} entry .*poll.closed has no"),
    "another digest in a checkpoint": (
        lambda r: set_line(r, r.line(line="checkpoint"), digest="0" * 64),
        f"checkpoint of {ISSUE} entry 1: the digest is not that of the entry"),
    "of no entry": (lambda r: set_line(r, r.line(-1, line="checkpoint"), seq=99), "the file has no such entry"),
    "of no stream": (
        lambda r: set_line(r, r.line(-1, line="checkpoint"), stream="poll:" + "0" * 32), "the file has no such entry"),
    "signed too early": (
        lambda r: set_line(r, r.line(1, line="checkpoint"), at=files.moment(3)), "at is before that of the entry"),
    "signed before the key": (
        lambda r: set_line(r, r.line(line="checkpoint"), keyId=r.lines[3]["keyId"]), "at is before the key"),
    "signed by no key": (lambda r: set_line(r, r.line(line="checkpoint"), keyId="0" * 16), "the key 0+ is not in the"),
    "checkpoints swapped": (lambda r: swap(r, r.where(1, line="checkpoint"), r.where(2, line="checkpoint")), "out of"),
    "checkpoint twice": (
        lambda r: insert(r, r.where(line="checkpoint"), dict(r.line(line="checkpoint"))), "out of order"),
    # polls
    "said differently": (
        lambda r: entries(r, "live", "poll.opened")[0]["payload"].update(question="?"), "says it differently, on line"),
    "tally said differently": (
        lambda r: entries(r, "live", "votes.cast")[1]["payload"].update(more=1), "says it differently, on line"),
    "tally of another": (
        lambda r: entries(r, "live", "votes.cast")[1]["payload"].update(seq=4), "says it differently, on line"),
    "other terms when opened": (
        lambda r: put(r, "live", "poll.opened", closesAt=files.moment(0)), "under which the poll was scheduled"),
    "no secret in the terms": (
        lambda r: [e["payload"].pop("secret") for e in entries(r, "after", "poll.opened")] and None,
        "secret is missing"),
    "two choices with a key": (
        lambda r: put(r, "after", "poll.opened", choices=[{"key": "a", "label": n} for n in "xy"]), "the same key"),
    "no choices": (lambda r: put(r, "after", "poll.opened", choices=[]), "there are no choices"),
    "a choice with more": (
        lambda r: put(r, "after", "poll.opened", choices=[{"key": "a", "label": "", "x": 1}]), "there is no field 'x'"),
    "line in a choice": (
        lambda r: put(r, "after", "poll.opened", choices=[{"key": "a", "label": "", "line": 1}]), "no field 'line'"),
    "no poll": (
        lambda r: entries(r, "live", "poll.scheduled")[1]["payload"].update(pollId="poll_1"), "pollId is not"),
    # ballots
    "a wrong root": (
        lambda r: put(r, "secret", "votes.cast", root="0" * 64), f"line {{}}: {POLL} entry 2: root is not that of its"),
    "another size": (lambda r: put(r, "secret", "votes.cast", size=3), "not as many trackers as size"),
    "a ballot missing": (
        lambda r: drop(r, r.where(1, line="ballot", poll=r.polls["live"].id)), "ballot 1: this is where it belongs"),
    "the last ballot missing": (
        lambda r: drop(r, r.where(-1, line="ballot")), "it has 2 ballots, and the file has only 1"),
    "a ballot more": (
        lambda r: insert(r, len(r.lines) - 1, r.lines[-2] | {"place": 2}), "no votes.cast has this ballot"),
    "ballots swapped": (
        lambda r: swap(r, r.where(line="ballot"), r.where(1, line="ballot")), "ballot 0: this is where it belongs"),
    "ballots swapped in all but place": (
        swap_but_for_place,
        "ballot 0: the tracker is not the one of the entry"),
    "another tracker": (lambda r: ballots(r, "open")[0].update(tracker="x"), "the tracker is not the one"),
    "another commitment in secret": (
        lambda r: ballots(r, "secret")[0].update(commitment="0" * 64), "root is not that of its ballots"),
    "another opening": (
        lambda r: ballots(r, "live")[0]["opening"].update(heads=2), "ballot 0: the commitment does not match"),
    "another salt": (
        lambda r: ballots(r, "live")[0]["opening"].update(salt="0" * 32), "ballot 0: the commitment does not match"),
    "opened in a secret poll": (
        lambda r: ballots(r, "secret")[0].update(opening=ballots(r, "live")[0]["opening"]), "and the poll is secret"),
    "opened in an open poll": (
        lambda r: ballots(r, "open")[0].update(opening=ballots(r, "live")[0]["opening"]), "the poll is still open"),
    "not opened in a closed poll": (lambda r: ballots(r, "after")[1].update(opening=None), "opening is missing"),
    "an opening with more": (lambda r: ballots(r, "live")[0]["opening"].update(line=1), "there is no field 'line'"),
    "an opening with less": (lambda r: ballots(r, "live")[0]["opening"].pop("heads") and None, "heads is missing"),
    "a choice that is none": (lambda r: reopen(r, "after", 0, choice="z"), "'z' is no choice of the poll"),
    "votes for nobody": (lambda r: reopen(r, "after", 0, heads=0), "opening: heads is not"),
    # the count
    "heads that nobody counted": (
        lambda r: reopen(r, "after", 0, heads=3), f"line {{}}: {POLL} entry 2: votes is 2, counted is 3"),
    "votes off by one": (
        lambda r: put(r, "after", "votes.cast", votes=3), "line {}: .*entry 2: votes is 3, counted is 2"),
    "choices off by one": (
        lambda r: put(r, "live", "votes.cast", choices={"a": 0, "b": 3, "c": 1}), "counted is 'a' 1, 'b' 2, 'c' 1"),
    "choices that are not votes": (
        lambda r: put(r, "live", "votes.cast", choices={"a": 1, "b": 3, "c": 1}), "votes is not the sum of choices"),
    "choices in a tally that are not the poll's": (
        lambda r: put(r, "live", "votes.cast", choices={"a": 1, "b": 3}), "exactly the choices of the poll"),
    # the result
    "counted otherwise": (
        lambda r: closed_anew(r, "after", choices={"a": 3, "b": 1}, winner="a", decided=True, ground="MOST_VOTES"),
        "line {}: poll.closed of poll_.*: choices is 'a' 3, 'b' 1, counted is 'a' 2, 'b' 2"),
    "a sum that is none": (lambda r: closed_anew(r, "after", votes=5), "votes is not the sum"),
    "not the last count": (
        lambda r: closed_anew(r, "secret", votes=3, choices={"a": 0, "b": 3}), "not that of the last count"),
    "not the last choices": (
        lambda r: closed_anew(r, "live", choices={"a": 4, "b": 4, "c": 3}, winner=None, decided=False, ground="TIE"),
        "choices are not those of the last count"),
    "a choice more": (
        lambda r: closed_anew(r, "secret", choices={"a": 0, "b": 2, "z": 0}), "exactly the choices of the poll"),
    "a choice less": (lambda r: closed_anew(r, "secret", choices={"b": 2}), "exactly the choices of the poll"),
    "another winner": (lambda r: closed_anew(r, "live", winner="b"), "line {}: .*: winner is not what follows"),
    "a tie decided": (
        lambda r: closed_anew(r, "after", winner="a", decided=True, ground="MOST_VOTES"), "winner is not what follows"),
    "undecided": (lambda r: closed_anew(r, "live", decided=False), "decided is not what follows"),
    "another ground": (lambda r: closed_anew(r, "after", ground="NO_VOTES"), "ground is not what follows"),
    "a tie of none": (lambda r: closed_anew(r, "never", ground="TIE"), "ground is not what follows"),
    # the end
    "no end": (lambda r: drop(r, -1), "a line of kind end belongs here, and this one is missing"),
    "a line more": (lambda r: set_line(r, r.lines[-1], lines=69), "line 69: end: lines is 69, and 68 come before"),
    "another digest at the end": (
        lambda r: set_line(r, r.lines[-1], digest="0" * 64), "line 69: end: the digest is not that of the lines"),
    "an end by no key": (lambda r: set_line(r, r.lines[-1], keyId="0" * 16), "end: the key 0+ is not in the file"),
    "an end too early": (lambda r: move(r, len(r.lines) - 1, 30), "line 31: .*belongs here|is missing in"),
}  # fmt: skip


@pytest.mark.parametrize("name", LINES)
def test_a_broken_rule_is_named_where_nothing_else_is_wrong(name):
    change, says = LINES[name]
    record = lawful()
    keep = change(record) or ()
    refused(as_file(seal(record, keep).lines), says.replace("{}", r"\d+"))


@pytest.mark.parametrize(
    ("kind", "says"), [("key", "line 3: key"), ("checkpoint", "checkpoint of"), ("end", "line 69: end")]
)
def test_what_another_key_has_signed_is_refused(kind, says):
    record = lawful()
    line, other = record.line(-1 if kind != "key" else 1, line=kind), "4fe462f472e82cd2"
    place = record.lines.index(line)
    assert other in record.signers
    assert line["keyId"] != other
    wrong = record.signers[line["keyId"] if kind == "key" else other]
    line["signature"] = wrong.sign(files.written({name: line[name] for name in files.SIGNED[kind]})).hex()
    refused(as_file(seal(record, [(place, "signature")]).lines), f"{says}.*: the signature is not by the key")
