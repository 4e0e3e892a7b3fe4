"""The page checks records by itself: real ones are sound, and whatever was done to them is seen and told."""

import asyncio
import io
import json
import re
from collections.abc import Callable
from pathlib import Path
from random import Random
from typing import Any

import pytest
from playwright.async_api import FilePayload, expect

from commands.verify.canonical import canonical
from commands.verify.check import check_file
from tests.browser.screens import Visitor
from tests.browser.street import Street
from tests.browser.verifier import Bench, Flip, decided, exported, give
from tests.commands.verifying.test_form import BYTES, with_line
from tests.commands.verifying.test_meetings import WRONG as OF_MEETINGS
from tests.commands.verifying.test_meetings import held
from tests.commands.verifying.test_rules import LINES
from tests.commands.verifying.test_stories import STORIES, story
from tests.conftest import ROOT
from tests.support import record_files
from tests.support.record_files import SIGNED, Book, as_file, lawful, seal, written

DROPPED = """(text) => {
    const dropped = new DataTransfer()
    dropped.items.add(new File([text], 'dropped'))
    return dropped
}"""
BESIDES = {"longLine"}  # a line of 64 MiB takes its time
WORDS = "@/i18n/verify/zh"
LINE = re.compile(r"line (\d+): ")


async def verifying(street: Street, **look: Any) -> Visitor:
    """A guest on the page where records are checked."""
    guest = await street.visitor(**look)
    await guest.open("/verify")
    return guest


def flips(raw: bytes, chance: Random, many: int) -> list[Flip]:
    """So many changes of one byte."""
    places = [chance.randrange(len(raw)) for _ in range(many)]
    return [(place, chance.choice([byte for byte in range(256) if byte != raw[place]])) for place in places]


def flipped(raw: bytes, place: int, byte: int) -> bytes:
    return raw[:place] + bytes([byte]) + raw[place + 1 :]


async def counted(visitor: Visitor, name: str, number: int) -> None:
    """The page says that it has checked so many."""
    await expect(visitor.see(f"found-{name}")).to_have_attribute("data-count", str(number))


async def look_up(visitor: Visitor, tracker: str) -> None:
    """Asks for a vote."""
    await visitor.see("verify-tracker").fill(tracker)
    await visitor.tap("verify-find")


async def test_a_neighbour_downloads_the_record_of_an_issue_and_the_page_finds_it_sound(street: Street) -> None:
    issue, _ = await decided(street)
    wang = await street.visitor(street.hall.neighbours[0])
    await wang.open(f"/issues/{issue}")
    async with wang.page.expect_download() as downloading:
        await wang.tap("record-download")
    download = await downloading.value
    raw = await asyncio.to_thread(Path(await download.path()).read_bytes)
    assert download.suggested_filename == f"heyi-{issue}.jsonl"

    await wang.tap("record-verify")
    await wang.see("verify-file").set_input_files(await download.path())

    await expect(wang.see("verdict")).to_have_attribute("data-sound", "true")
    await expect(wang.see("verdict")).to_contain_text("这份记录没有问题")
    lines = [json.loads(line) for line in raw.splitlines()]
    by_kind = {kind: [line for line in lines if line["line"] == kind] for kind in ("key", "entry", "checkpoint")}
    await counted(wang, "entries", len(by_kind["entry"]))
    await counted(wang, "checkpoints", len(by_kind["checkpoint"]))
    await counted(wang, "ballots", 6)
    await counted(wang, "counted", 4)
    states = [await poll.get_attribute("data-state") for poll in await wang.see("verify-poll").all()]
    assert states == ["counted", "secret", "open"]
    votes = wang.see("verify-poll").first.locator("[data-test^=verify-votes-]")
    assert [await each.get_attribute("data-votes") for each in await votes.all()] == ["1", "2"]
    keys = [await key.get_attribute("data-key") for key in await wang.see("verify-key").all()]
    assert keys == [key["keyId"] for key in by_kind["key"]]


async def test_whoever_has_a_tracker_finds_their_vote_and_what_became_of_it(street: Street) -> None:
    issue, trackers = await decided(street)
    guest = await verifying(street)
    await give(guest, await exported(street, issue))

    await look_up(guest, f"  {trackers['1 0 yes']} ")
    await expect(guest.see("ballot-choice")).to_have_text("选的是：同意")
    await expect(guest.see("ballot-replaced")).to_have_count(0)
    await look_up(guest, trackers["0 0 yes"])
    await expect(guest.see("ballot-replaced")).to_be_visible()
    await look_up(guest, trackers["0 0 no"])
    await expect(guest.see("ballot-choice")).to_have_text("选的是：不同意")
    await look_up(guest, trackers["3 1 no"])
    await expect(guest.see("ballot-hidden")).to_have_text("选了什么不公开，这里看不到。")
    await look_up(guest, trackers["3 2 no"])
    await expect(guest.see("ballot-hidden")).to_have_text("选了什么，要等投票结束才公开。")
    await look_up(guest, "constructor")
    await expect(guest.see("ballot-none")).to_be_visible()


async def test_a_file_is_chosen_by_keyboard_or_dropped_and_what_is_wrong_is_told_in_plain_words(street: Street) -> None:
    raw = as_file(lawful().lines)
    guest = await verifying(street)
    await expect(guest.page).to_have_title("查一查记录 · 合议")
    async with guest.page.expect_file_chooser() as choosing:
        await guest.see("verify-file").press("Enter")  # the page may still be giving its heading the focus
    await (await choosing.value).set_files(FilePayload(name="chosen", mimeType="", buffer=raw))
    await expect(guest.see("verdict")).to_have_attribute("data-file", "chosen")
    await expect(guest.page.get_by_role("status").filter(has=guest.see("verdict"))).to_have_attribute(
        "aria-live", "polite"
    )

    drop = await guest.page.evaluate_handle(DROPPED, raw.decode().replace("停车", "修路", 1))
    await guest.see("verify-drop").dispatch_event("drop", {"dataTransfer": drop})

    await expect(guest.see("verdict")).to_have_attribute("data-file", "dropped")
    await expect(guest.see("verdict")).to_contain_text("这份记录有问题，不能相信")
    await expect(guest.see("verdict")).to_contain_text("问题在第 5 行 · 第 1 条记录")
    await expect(guest.see("why")).to_have_text("内容和防伪码对不上：内容改过。")
    await expect(guest.see("verify-mine")).to_have_count(0)
    await guest.tap("language-switch")
    await expect(guest.see("why")).to_have_text("The content does not match its check code: it was changed.")


async def test_nobody_who_does_not_check_a_record_loads_what_checks_it(street: Street) -> None:
    issue = await street.issue()
    guest = await street.visitor()
    await guest.open("/")
    await expect(guest.see("issue-card")).to_be_visible()
    await guest.open(f"/issues/{issue}")
    await expect(guest.see("record-check")).to_be_visible()
    await guest.page.wait_for_load_state("networkidle")

    assert [url for url in street.screens.witness.asked if re.search("verify|worker", url, re.IGNORECASE)] == []


async def test_any_byte_that_was_changed_in_a_real_record_is_seen_and_nothing_is_sent(street: Street) -> None:
    raw = await exported(street, (await decided(street))[0])
    guest = await verifying(street)
    assert (await give(guest, raw, "whole"))["sound"] == "true"
    asked = len(street.screens.witness.asked)

    for number, (place, byte) in enumerate(flips(raw, Random(20260301), 50)):
        said = await give(guest, flipped(raw, place, byte), f"flip-{number}")
        assert said["sound"] == "false", (place, byte)
        assert said["line"] == str(raw[:place].count(b"\n") + 1) or byte == 0x0A or raw[place] == 0x0A, (said, place)

    own = [url for url in street.screens.witness.asked[asked:] if "/assets/worker-" not in url]
    assert own == []


async def test_a_thousand_changed_bytes_of_a_record_with_everything_in_it_are_all_refused(
    street: Street, web_dist: Path
) -> None:
    raw = as_file(lawful().lines)
    bench = await Bench.of(await street.visitor(), web_dist)
    assert [found["sound"] for found in await bench.verdicts([raw])] == [True]

    assert await bench.passed(raw, flips(raw, Random(7), 1000)) == []


def wrong_files() -> dict[str, bytes]:
    """Files with one fault each and all the rest signed anew, by what is wrong; and some that are sound."""
    files = {"lawful": as_file(lawful().lines), "no polls": story(lambda _: None), "extras": in_utf16_order(extras)}
    files |= {f"bytes: {name}": with_line(change) for name, (change, _) in BYTES.items()}
    files |= {f"story: {name}": story(tell) for name, (tell, _) in STORIES.items()}
    for name, (change, _) in LINES.items():
        record = lawful()
        keep = change(record) or ()
        files[f"line: {name}"] = as_file(seal(record, keep).lines)
    files |= {f"signed by another: {kind}": signed_by_another(kind) for kind in ("key", "checkpoint", "end")}
    whole = files["lawful"]
    files |= {f"cut at {at}": whole[:at] for at in (0, 1, 5000, len(whole) - 1)}
    files |= {"more": whole + b"\n", "mark": b"\xef\xbb\xbf" + whole, "zeros": bytes(9000), "null": b"null\n"}
    for size in (1, 2, 3, 7, 8, 33):
        files[f"group of {size}"] = story(lambda book, size=size: one_group(book, size))
    files |= {f"meeting: {name}": raw for name, (raw, _) in OF_MEETINGS.items()} | {"a meeting": as_file(held().lines)}
    chance = Random(11)
    return files | {f"strange {number}": strange(chance) for number in range(150)}


def strange(chance: Random) -> bytes:
    """A record in which something quite different stands in a payload or a ballot, with all the rest signed anew."""
    record = lawful()
    line = chance.choice([line for line in record.lines if line.get("payload") or line.get("opening")])
    holder = line.get("payload") or line["opening"]
    values = [None, True, 0, 2**53 - 1, "", "a", "\0", [], {}, [[]], [None], {"a": {}}, {"key": []}, {"__proto__": 1}]
    holder[chance.choice([*holder, "more", "__proto__"])] = chance.choice(values)
    return as_file(seal(record).lines)


def one_group(book: Book, size: int) -> None:
    poll = book.poll("one", secret=size % 2 == 0)
    book.cast(poll, *[("a", 1)] * size)
    book.close(poll)


def extras(book: Book) -> None:
    """What a record may say besides: unknown kinds and fields, with names that mean something to JavaScript."""
    poll = book.poll("one", ["constructor", "__proto__", "1"], revisable=True, weights="area")
    book.say("poll.reminded", {"a": [{"b": None}, True], "__proto__": {"line": 1}, "10": 1, "9": 2}, poll.stream)
    book.say("minutes.kept", {"\ufb33": 1, "\U0001f602": 2, "€": 3, "ö": 4, "\r": 5, "1": "\b\x1f\x7f\u2028/<"})
    (old,) = book.cast(poll, ("constructor", 2**53 - 1))
    book.cast(poll, ("__proto__", 2**53 - 2, old), ("1", 1))
    book.close(poll, closedBy="clock")


def in_utf16_order(tell: Callable[[Book], object]) -> bytes:
    """A story with names that are not in ASCII, whose order is not that of their code points."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(record_files, "written", canonical)
        return story(tell)


def signed_by_another(kind: str) -> bytes:
    """A record in which one line is signed by another key of the file."""
    record = lawful()
    place = record.where(-1, line=kind)
    line = record.lines[place]
    said = written({name: line[name] for name in SIGNED[kind]})
    signatures = [signer.sign(said).hex() for key, signer in record.signers.items()]
    right = [record.lines[place - 1]["keyId"] if kind == "key" else line["keyId"]]
    line["signature"] = next(s for s, key in zip(signatures, record.signers, strict=True) if key not in right)
    return as_file(seal(record, [(place, "signature")]).lines)


def reasons() -> set[str]:
    """All that the page has a sentence for."""
    words = (ROOT / "web" / "src" / "i18n" / "verify" / "zh.ts").read_text("utf-8")
    return set(re.findall(r"^    (\w+):", words.partition("why: {")[2], re.MULTILINE))


async def test_it_agrees_with_the_command_on_every_wrong_file_and_where_it_is_wrong(
    street: Street, web_dist: Path
) -> None:
    files = wrong_files()
    bench = await Bench.of(await street.visitor(), web_dist)

    verdicts = dict(zip(files, await bench.verdicts(list(files.values())), strict=True))

    expected = {name: check_file(io.BytesIO(raw), ()).wrong for name, raw in files.items()}
    assert {name: found["sound"] for name, found in verdicts.items()} == {n: w is None for n, w in expected.items()}
    lines = {name: int(named[1]) for name, wrong in expected.items() if (named := LINE.match(wrong or ""))}
    assert len(lines) > 150
    assert {"lawful", "no polls", "extras", "group of 33", "a meeting"} <= expected.keys() - lines.keys()
    assert {found.get("reason") for found in verdicts.values()} - {None} == reasons() - BESIDES
    assert {name: verdicts[name]["place"]["line"] for name in lines} == lines


def test_what_checks_a_record_has_no_code_in_common_with_anything_and_asks_nobody() -> None:
    scripts = {path.name: path.read_text("utf-8") for path in (ROOT / "web" / "src" / "verify").glob("*.ts")}
    page = scripts.pop("useVerifier.ts")
    assert "new Worker(" in page
    for name, text in scripts.items():
        imported = re.findall(r"^(import type|import) .*from '(.*)'$", text, re.MULTILINE)
        assert [found for found in imported if found[1].startswith("@/")] in ([], [("import type", WORDS)]), name
        assert all(found[1].startswith(("./", "@noble/", "@/")) for found in imported), name
        assert not re.search(r"fetch\(|XMLHttpRequest|WebSocket|localStorage", text), name
