"""What a poll came to."""

from schema.sentences.sentence import Sentence

OUTCOMES: dict[str, Sentence] = {
    "MOST_VOTES": Sentence(
        "{electorate} 人可以投票，{votes} 人投了；“{winner}”得 {most} 票，最多。",
        "Of {electorate} who could vote, {votes} did; “{winner}” has the most votes: {most}.",
    ),
    "TIE": Sentence(
        "{electorate} 人可以投票，{votes} 人投了；最多的选项票数相同（各 {most} 票），没有结果。",
        "Of {electorate} who could vote, {votes} did; the first are tied at {most} votes each, so nothing is decided.",
    ),
    "NO_VOTES": Sentence(
        "{electorate} 人可以投票，没有人投，没有结果。",
        "{electorate} could vote and nobody did, so nothing is decided.",
    ),
    "NEVER_OPENED": Sentence(
        "投票还没有开始就结束了，没有结果。", "It was closed before it opened, so nothing is decided."
    ),
    "EARLY": Sentence("主持人提前结束：{reason}", "A moderator closed it early: {reason}"),
}
