"""What residents are told, by its kind."""

from collections.abc import Mapping

from schema.sentences.sentence import Sentence

NOTICES = {
    "report.received": Sentence("已收到，正在处理。", "We have received your report and are working on it."),
    "report.in_your_grid": Sentence("您的网格里有新的反映：{what}", "There is a new report in your grid: {what}"),
    "report.assigned": Sentence("“{what}”已经交给{department}办理。", "“{what}” is now with {department}."),
    "report.for_you": Sentence("有一件事请您办理：{what}", "Please see to this report: {what}"),
    "report.handling": Sentence("“{what}”已经开始办理。", "Work on “{what}” has begun."),
    "report.with_street": Sentence("“{what}”已经转给街道的同志协调办理。", "“{what}” is now with the street officer."),
    "report.to_street": Sentence(
        "“{what}”转了三次还没有着落，请您来定由谁办。",
        "“{what}” was handed over three times; please decide who sees to it.",
    ),
    "report.asked": Sentence("关于“{what}”想问您：{question}", "About “{what}” we would like to know: {question}"),
    "report.answered": Sentence("反映人回复了：{what}", "The sender has answered: {what}"),
    "report.unanswered": Sentence(
        "反映人七天没有回复，请继续办理：{what}", "The sender has not answered for seven days; please go on: {what}"
    ),
    "report.resolved": Sentence(
        "该问题已解决，感谢您的参与。{what}：{note}", "This has been solved; thank you for taking part. {what}: {note}"
    ),
    "report.rejected": Sentence(
        "“{what}”不能由我们办理：{reason} 您可以找：{elsewhere}",
        "We cannot see to “{what}”: {reason} Where to turn instead: {elsewhere}",
    ),
    "report.reopened": Sentence(
        "反映人认为没有解决，请重新办理：{what}",
        "The sender finds that this is not solved; please take it up again: {what}",
    ),
    "report.warned": Sentence("时间快到了，请抓紧办理：{what}", "Time is running out; please see to it: {what}"),
    "report.overdue": Sentence("已经超时，现在由您来督办：{what}", "This is overdue and has come up to you: {what}"),
    "whistle.blown": Sentence(
        "街道吹哨了，请{department}在 {minutes} 分钟内回应。",
        "The street office has blown the whistle: {department} is to answer within {minutes} minutes.",
    ),
    "whistle.over_report": Sentence(
        "您关心的这件事，街道叫来了 {departments} 个部门一起办。",
        "The street office has called {departments} departments together over what you reported.",
    ),
    "whistle.coming": Sentence("{department}回应了，正在赶来。", "{department} has answered and is on the way."),
    "whistle.cannot_come": Sentence(
        "{department}回应说来不了，请看原因。", "{department} has answered that it cannot come; please see why."
    ),
    "whistle.late": Sentence(
        "{department}没有在 {minutes} 分钟内回应，已经记下来。",
        "{department} did not answer within {minutes} minutes; this has been recorded.",
    ),
    "whistle.planned": Sentence(
        "一起定了怎么办：{department}有 {tasks} 件事，请看日期。",
        "There is a joint plan: tasks for {department}: {tasks}; please see their dates.",
    ),
    "whistle.behind": Sentence(
        "到期了，{department}的事还没有办完，请抓紧。",
        "The time is over and {department} is not done yet; please see to it.",
    ),
    "whistle.overdue": Sentence(
        "街道吹哨的这件事到期了，还没有办完。", "The time for a whistled case is over, and it is not done yet."
    ),
    "whistle.ended": Sentence(
        "街道吹哨的这件事办完了，谢谢{department}。", "The whistled case is done; thank you, {department}."
    ),
    "whistle.closed": Sentence(
        "几个部门一起把这件事办完了，请您打分。",
        "The departments have finished this together; please say how well it was done.",
    ),
    "skill.expires": Sentence(
        "您的{trade}培训到 {day} 为止有效，请安排复训。",
        "Your training for {trade} counts until {day}; please have it renewed.",
    ),
    "skill.of_worker_expires": Sentence(
        "网格 {grids} 的网格员，{trade}培训到 {day} 为止有效，请安排复训。",
        "The training for {trade} of a grid worker (grids: {grids}) counts until {day}; please have it renewed.",
    ),
}

TRADES = {
    "CITY_MANAGEMENT": Sentence("城市管理", "city management"),
    "POLICE": Sentence("治安", "police"),
    "ENVIRONMENT": Sentence("环境保护", "the environment"),
    "MARKET": Sentence("市场监管", "the market"),
    "FIRE_SAFETY": Sentence("消防安全", "fire safety"),
    "CIVIL_AFFAIRS": Sentence("民政", "civil affairs"),
}
"""What the `trade` of a notice is called."""


def said(kind: str, language: str, details: Mapping[str, str | int]) -> str:
    """A notice in a language."""
    named = {"trade": TRADES[str(details["trade"])].said(language)} if "trade" in details else {}
    return NOTICES[kind].said(language, **{**details, **named})
