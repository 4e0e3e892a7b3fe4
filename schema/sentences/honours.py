"""Why not, about honours; what they are called, and what a title by points is for."""

from rules.honours import Honour
from schema.sentences.sentence import Sentence

HONOURS = {
    "honour_by_points": Sentence(
        "这个称号按积分得到，不用提名。", "This title comes with points; nobody has to be nominated."
    ),
    "honour_oneself": Sentence("请提名别的邻居，不能提名自己。", "Please nominate a neighbour, not yourself."),
    "honour_nominee": Sentence(
        "这位邻居还没有确认住在这里，请先找社区工作人员。",
        "This neighbour has not been confirmed yet; please ask community staff first.",
    ),
    "honour_unnamed": Sentence(
        "这位邻居不想公开名字，请尊重，可以当面谢谢他。",
        "This neighbour does not want to be named; you can thank them in person.",
    ),
    "honour_number": Sentence(
        "至少要有 {least} 位被提名的邻居，才能投票。", "A vote needs at least {least} neighbours who are nominated."
    ),
    "honour_waiting": Sentence(
        "您为这个称号提名的 {most} 位还在等投票，投票开始以后可以再提名。",
        "The {most} you have nominated for this still wait for the vote; please nominate others once it has begun.",
    ),
    "nominee_phone_unknown": Sentence(
        "没有找到用这个号码的邻居，请核对号码，或请对方先登录一次。",
        "No neighbour with this number was found; please check it, or ask them to sign in first.",
    ),
    "nominee_phones_too_many": Sentence(
        "试的号码太多了，请过 {minutes} 分钟再试。", "Too many numbers tried; please try again in {minutes} minutes."
    ),
    "nomination_unknown": Sentence(
        "没有找到这个提名，请刷新后再试。", "This nomination was not found; please reload and try again."
    ),
    "nomination_known": Sentence(
        "这位邻居已经被提名了，等着投票。", "This neighbour has been nominated already and waits for the vote."
    ),
    "nomination_ended": Sentence("投票已经结束了。", "The vote has ended."),
}

TITLES = {
    Honour.MODEL: Sentence("社区治理标兵", "Model of community governance"),
    Honour.PIONEER: Sentence("社区治理先锋", "Pioneer of community governance"),
    Honour.VOLUNTEER: Sentence("最美志愿者", "Volunteer of the community"),
}

BY_POINTS = Sentence("做好事攒到 {points} 分", "Good deeds worth {points} points")
