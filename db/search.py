"""Search in texts that need not have spaces: single signs and pairs of neighbours in Chinese, words elsewhere."""

import re
import unicodedata
from uuid import UUID

from sqlalchemy import Select, exists, false, insert, or_
from sqlalchemy.ext.asyncio import AsyncSession

from db.models.issues import Issue, IssueTerm

HAN = r"\u3005\u3007\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
RUNS = re.compile(rf"[{HAN}]+|[^\W_{HAN}]+")
ONLY_HAN = re.compile(rf"[{HAN}]+")
LONGEST_TERM = 40


def folded(text: str) -> str:
    """The text as search compares it: NFKC, without case."""
    return unicodedata.normalize("NFKC", text).casefold()


def stored_terms(text: str) -> set[str]:
    """What a text is found by."""
    terms: set[str] = set()
    for run in RUNS.findall(folded(text)):
        if ONLY_HAN.fullmatch(run):
            terms.update(run)
            terms.update(run[i : i + 2] for i in range(len(run) - 1))
        else:
            terms.add(run[:LONGEST_TERM])
    return terms


def asked_terms(text: str) -> set[str]:
    """What a text must contain to be found: pairs where there are pairs, single signs only where there are none."""
    terms: set[str] = set()
    for run in RUNS.findall(folded(text)):
        if ONLY_HAN.fullmatch(run) and len(run) > 1:
            terms.update(run[i : i + 2] for i in range(len(run) - 1))
        else:
            terms.add(run[:LONGEST_TERM])
    return terms


async def index_issue(session: AsyncSession, issue_id: UUID, *texts: str) -> None:
    """Makes an issue findable by these texts."""
    terms = set().union(*(stored_terms(text) for text in texts))
    if terms:
        await session.execute(insert(IssueTerm), [{"term": term, "issue_id": issue_id} for term in sorted(terms)])


def matching(query: Select[Issue], text: str) -> Select[Issue]:
    """Narrows a query to the issues that contain every word of the text; a text without words finds nothing."""
    terms = asked_terms(text)
    if not terms:
        return query.where(false())
    for term in sorted(terms):
        query = query.where(exists().where(IssueTerm.issue_id == Issue.id, IssueTerm.term == term))
    for run in RUNS.findall(text):
        if ONLY_HAN.fullmatch(run) and len(run) > 2:
            title, body = Issue.title.contains(run, autoescape=True), Issue.description.contains(run, autoescape=True)
            query = query.where(or_(title, body))
    return query
