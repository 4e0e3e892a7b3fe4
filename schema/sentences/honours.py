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
        "投票要有 {least} 到 {most} 位被提名的邻居。", "A vote needs {least} to {most} neighbours nominated."
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
