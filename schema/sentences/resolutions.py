"""Why not, about what came of things; what people are thanked for; and what the feed says."""

from schema.sentences.sentence import Sentence

RESOLUTIONS = {
    "adoption_unknown": Sentence(
        "没有找到这条建议，请刷新后再试。", "This suggestion was not found; please reload and try again."
    ),
    "adoption_source": Sentence(
        "请选一个议题，或者选一条反映，只能选一个。", "Please choose either an issue or a report, and only one of them."
    ),
    "adoption_source_unknown": Sentence(
        "没有找到这条建议的来处，请刷新后再试。",
        "What this suggestion comes from was not found; please reload and try again.",
    ),
    "adoption_stage": Sentence(
        "这件事还没有人受理，或者已经说明不办了，现在不能采纳。",
        "Nobody has taken this up yet, or it was turned down, so it cannot be adopted now.",
    ),
    "adoption_due": Sentence("请选今天或三年以内的日期。", "Please choose today or a day within three years."),
    "adoption_not_yours": Sentence(
        "只有社区工作人员和负责这件事的部门可以记录进展。",
        "Only community staff and the department responsible can note progress.",
    ),
    "figures_range": Sentence(
        "结束的日期要在开始的日期之后，请改一改。", "The last day has to come after the first; please change it."
    ),
    "figures_too_many": Sentence(
        "一次最多看 {most} 天或 {most} 个月，请选短一些。",
        "At most {most} days or months at a time; please choose fewer.",
    ),
}

FEED = {
    "title": Sentence("{community}：说了就有结果", "{community}: what came of it"),
    "subtitle": Sentence(
        "大家提的事，谁来办、办得怎么样。", "What residents asked for, who sees to it, and how it goes."
    ),
    "author": Sentence("{community}", "{community}"),
    "DECISION": Sentence("大家定的", "Decided together"),
    "SOLVED": Sentence("已经解决", "Solved"),
    "SUGGESTION": Sentence("采纳的建议", "Suggestion taken up"),
    "no_such": Sentence("没有找到这个社区。", "There is no such community."),
}
