"""What residents are told, by its kind."""

from collections.abc import Mapping
from datetime import datetime

from rules.agreements import CHINA
from rules.honours import Honour
from schema.sentences.honours import TITLES
from schema.sentences.sentence import Sentence

NOTICES = {
    "report.received": Sentence("已收到，正在处理。", "We have received your report and are working on it."),
    "report.in_your_grid": Sentence("您的网格里有新的反映：{what}", "There is a new report in your grid: {what}"),
    "report.assigned": Sentence("“{what}”已经交给{department}办理。", "“{what}” is now with {department}."),
    "report.for_you": Sentence("有一件事请您办理：{what}", "Please see to this report: {what}"),
    "report.with_others": Sentence(
        "“{what}”改由{department}办理，您这边不用再办了。",
        "“{what}” is now with {department}; you need not see to it any more.",
    ),
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
    "points.deliberation": Sentence(
        "谢谢您参加议事，积分 +{points}。", "Thank you for taking part in the deliberation: +{points} points."
    ),
    "points.report": Sentence(
        "谢谢您的反映，已经在办，积分 +{points}。",
        "Thank you for your report, which is being seen to: +{points} points.",
    ),
    "points.volunteering": Sentence(
        "谢谢您做志愿服务，积分 +{points}。", "Thank you for the time you gave: +{points} points."
    ),
    "points.suggestion": Sentence(
        "您的建议被采纳了，谢谢您，积分 +{points}。", "Your suggestion was taken up, thank you: +{points} points."
    ),
    "points.corrected": Sentence(
        "有 {points} 分记错了，已经改正：{reason}", "{points} points were given by mistake and taken back: {reason}"
    ),
    "comment.hidden": Sentence(
        "您的一条留言被隐藏了：{reason} 有意见请找社区工作人员，他们可以恢复。",
        "A comment of yours has been hidden: {reason} Community staff can restore it; please ask them.",
    ),
    "comment.restored": Sentence("您的留言恢复显示了：{reason}", "Your comment is shown again: {reason}"),
    "points.badge_set": Sentence(
        "一套徽章集齐了，积分 +{points}。", "A whole set of badges brings you +{points} points."
    ),
    "badge.earned": Sentence(
        "恭喜您得到徽章“{badge}”，谢谢您的付出。", "You have earned the badge “{badgeEn}”. Thank you."
    ),
    "badge_set.earned": Sentence("恭喜您集齐了“{badgeSet}”。", "You have all badges of “{badgeSetEn}”."),
    "nomination.made": Sentence(
        "有邻居提名您为“{honour}”。不想参加的话，可以谢绝。",
        "A neighbour has nominated you: {honour}. You can decline if you would rather not.",
    ),
    "honour.given": Sentence("恭喜您获得“{honour}”称号，谢谢您。", "You have been honoured: {honour}. Thank you."),
    "council.drawn": Sentence(
        "抽签抽中了您，请参加：{purpose}。谢谢您愿意出力。",
        "Your lot was drawn: {purpose}. Thank you for being willing.",
    ),
    "points.held_burst": Sentence(
        "短时间里记了很多笔，这 {points} 分先等工作人员看一下，您不用做什么。",
        "Many entries came within a short time, so these {points} points wait until staff have taken a look.",
    ),
    "points.held_ring": Sentence(
        "几位邻居一直互相确认工时，这 {points} 分先等工作人员看一下，您不用做什么。",
        "The same few neighbours keep confirming each other, so these {points} points wait until staff have looked.",
    ),
    "points.held_crowd": Sentence(
        "同一部手机或同一个网络上有很多账号，这 {points} 分先等工作人员看一下，您不用做什么。",
        "Many accounts use the same phone or network, so these {points} points wait until staff have taken a look.",
    ),
    "points.held_bare_reports": Sentence(
        "好几个反映没有照片也没有地点，这 {points} 分先等工作人员看一下，您不用做什么。",
        "Several of your reports have no photo and no place, so these {points} points wait until staff have looked.",
    ),
    "points.released": Sentence(
        "工作人员看过了，{points} 分已经记给您，谢谢您的耐心。",
        "Staff have taken a look: the {points} points are yours. Thank you for waiting.",
    ),
    "points.voided": Sentence(
        "工作人员看过了，这 {points} 分不能记：{reason}",
        "Staff have taken a look: these {points} points do not count. {reason}",
    ),
    "hold.waiting": Sentence("有积分等您核实。", "There are points that wait for you to look at."),
    "hold.disagreed": Sentence(
        "两位同事对一笔积分看法不同，请您来定。", "Two colleagues differ about some points; please decide."
    ),
    "household.asked": Sentence(
        "{name}申请确认住在这里，请您看一下。", "{name} asks to be confirmed as living here; please take a look."
    ),
    "household.second_wanted": Sentence(
        "{name}申请的那一户已经确认了不少人，有一位同意了，还要您看过材料再定。",
        "{name} asks to be confirmed in a household that is full already. One has agreed; please look at a document.",
    ),
    "household.confirmed": Sentence(
        "您的住户身份已经确认，现在可以投票、攒积分了。",
        "You are confirmed as living here: you can vote and earn points now.",
    ),
    "household.refused": Sentence(
        "您的住户身份还不能确认：{reason} 您可以再申请。",
        "We cannot confirm yet that you live here: {reason} You may ask again.",
    ),
    "voucher.got": Sentence(
        "换到了：{reward}。请在 {day} 之前（含当天）凭码到{place}领取。",
        "It is yours: {reward}. Please fetch it at {place} with your code, by {day}.",
    ),
    "voucher.handed_out": Sentence("{reward}已经领走了，谢谢您。", "{reward}: you have fetched it. Thank you."),
    "voucher.returned": Sentence(
        "{reward}没有按时领取，{points} 分已经退还给您。",
        "{reward} was not fetched in time; your {points} points are back.",
    ),
    "voucher.settled": Sentence(
        "{reward}没有按时领取。{settled} 分补上了以前记错的积分，{points} 分已经退还给您。",
        "{reward} was not fetched in time. {settled} points make up for some given by mistake; {points} are back.",
    ),
    "activity.moved_up": Sentence(
        "“{title}”有名额了，您可以参加，{startsAt}开始。", "There is room for you now: “{title}”, beginning {startsAt}."
    ),
    "activity.called_off": Sentence("“{title}”取消了：{reason}", "“{title}” has been called off: {reason}"),
    "help.proposed": Sentence(
        "有邻居想和您互助 {minutes} 分钟，请看一下，同意的话请点“同意”。",
        "A neighbour proposes {minutes} minutes of help; please have a look and agree if it suits you.",
    ),
    "help.agreed": Sentence(
        "邻居同意了互助 {minutes} 分钟。", "Your neighbour has agreed to {minutes} minutes of help."
    ),
    "help.called_off": Sentence(
        "原来说的互助（{minutes} 分钟）取消了。", "The help of {minutes} minutes has been called off."
    ),
    "help.said": Sentence(
        "邻居说这次互助用了 {minutes} 分钟，请您也写一下。",
        "Your neighbour says that the help took {minutes} minutes; please say so as well.",
    ),
    "help.done": Sentence(
        "这次互助记好了：{minutes} 分钟，谢谢你们。", "The help is written down: {minutes} minutes. Thank you both."
    ),
    "gift.offered": Sentence(
        "家里人想送您 {minutes} 分钟，请您决定收不收。",
        "One of your family offers you {minutes} minutes; please say whether you accept.",
    ),
    "gift.accepted": Sentence("您送的 {minutes} 分钟收下了。", "The {minutes} minutes you gave were accepted."),
    "gift.declined": Sentence(
        "您送的 {minutes} 分钟没有收，还在您这里。", "The {minutes} minutes you offered were declined; you keep them."
    ),
    "hours.opened": Sentence(
        "您以前存的 {minutes} 分钟已经记到时间银行。", "{minutes} minutes from before are now in your account of hours."
    ),
    "contest.shortlisted": Sentence(
        "您的金点子“{idea}”入围了，请邻居们来投票吧。", "Your idea “{idea}” is on the shortlist and is put to the vote."
    ),
    "contest.left_out": Sentence(
        "您的金点子“{idea}”这次没有入围：{reason}", "Your idea “{idea}” is not on the shortlist this time: {reason}"
    ),
    "contest.called_off": Sentence("“{title}”取消了：{reason}", "“{title}” has been called off: {reason}"),
    "contest.too_few": Sentence(
        "“{title}”收到的金点子不到两个，这次不评了，谢谢您。",
        "“{title}” got fewer than two ideas and is not held this time; thank you.",
    ),
    "contest.no_shortlist": Sentence(
        "“{title}”没有按时选出入围的金点子，这次没能投票，社区欠您一个答复。",
        "No shortlist was made for “{title}” in time, so there was no vote; the community owes you an answer.",
    ),
    "contest.to_shortlist": Sentence(
        "“{title}”征集结束，收到 {ideas} 个金点子，请选出入围的。",
        "“{title}” takes no more ideas and has {ideas}; please make the shortlist.",
    ),
    "contest.shortlist_near": Sentence(
        "“{title}”的入围名单快到时间了，请尽快选出来。", "The shortlist of “{title}” is due soon; please make it."
    ),
    "contest.shortlist_late": Sentence(
        "“{title}”的入围名单已经过了时间，请马上选出来。", "The shortlist of “{title}” is late; please make it now."
    ),
    "contest.judge": Sentence("请您担任“{title}”的评委。", "You have been named a judge of “{title}”."),
    "contest.won": Sentence(
        "恭喜！“{title}”第 {place} 名，积分 +{points}。",
        "Congratulations: place {place} in “{title}”, +{points} points.",
    ),
    "team.closed": Sentence("志愿队“{team}”解散了：{reason}", "The volunteer team “{team}” has been closed: {reason}"),
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
    if "honour" in details:
        named["honour"] = TITLES[Honour(str(details["honour"]))].said(language)
    if "startsAt" in details:
        named["startsAt"] = _told_time(str(details["startsAt"]), language)
    return NOTICES[kind].said(language, **{**details, **named})


def _told_time(text: str, language: str) -> str:
    at = datetime.fromisoformat(text).astimezone(CHINA)
    return f"{at:%Y-%m-%d %H:%M}" if language == "en" else f"{at.month} 月 {at.day} 日 {at:%H:%M} "
