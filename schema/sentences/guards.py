"""Why not, about confirming who lives here and points that wait; and why points wait, in plain words."""

from rules.guards import Guard
from schema.sentences.sentence import Sentence

GUARDS = {
    "confirm_oneself": Sentence("不能给自己确认，请找别人。", "Nobody confirms themselves; please ask somebody else."),
    "confirm_own_household": Sentence(
        "不能给自己家的人确认，请找别人。", "Nobody confirms their own household; please ask somebody else."
    ),
    "confirm_not_yours": Sentence(
        "只有这个网格的网格员、这栋楼的楼长和社区工作人员可以确认。",
        "Only the grid worker there, the head of that building and community staff confirm this.",
    ),
    "confirm_household_needed": Sentence(
        "请写明住在哪栋楼、哪个单元、哪一户。", "Please say which building, unit and door it is."
    ),
    "confirm_document_needed": Sentence(
        "请写下您看了什么证件或材料。", "Please write down which document you have seen."
    ),
    "confirm_second_needed": Sentence(
        "您的意见已经记下。这一户已经确认了不少人，还要另一位社区工作人员看过材料。",
        "Your word is noted. This household is full already, so another member of staff has to see a document too.",
    ),
    "confirm_second_staff": Sentence(
        "这一户已经确认了不少人，要社区工作人员看过材料才能再确认。",
        "This household is full already; it takes a member of staff who has seen a document.",
    ),
    "confirm_request_unknown": Sentence(
        "没有找到这个申请，请刷新后再试。", "This request was not found; please reload and try again."
    ),
    "confirm_answered": Sentence("这个申请已经有人处理了。", "Somebody has answered this request already."),
    "confirm_answer_request": Sentence(
        "这位邻居已经写了门牌、申请了确认，请在申请那里处理。",
        "This neighbour has asked to be confirmed behind a door; please answer that request.",
    ),
    "confirm_asked_too_often": Sentence(
        "申请的次数太多了，请过 {minutes} 分钟再试。",
        "You have asked too often; please try again in {minutes} minutes.",
    ),
    "confirmed_already": Sentence("您已经确认过了，不用再申请。", "You are confirmed already; you need not ask."),
    "hold_unknown": Sentence(
        "没有找到这笔待核实的积分，请刷新后再试。", "These points were not found; please reload and try again."
    ),
    "hold_own": Sentence(
        "这笔积分和您或您家里人有关，请别的工作人员来定。",
        "These points have to do with you or your household; please leave them to other staff.",
    ),
    "hold_ended": Sentence("这笔积分已经有结果了。", "These points have been decided on already."),
    "hold_decided_by_you": Sentence(
        "您已经定过了，还要另一位工作人员来看。", "You have decided already; it takes another member of staff."
    ),
    "points_household": Sentence(
        "一户人家每天的上限不能比每月的高，每月最多 {most} 分。",
        "A household gets no more a day than a month, and at most {most} points a month.",
    ),
}

WHY = {
    Guard.BURST: Sentence(
        "短时间里记了很多笔，请工作人员看一下。", "Many entries came within a short time; staff will take a look."
    ),
    Guard.RING: Sentence(
        "几位邻居一直互相确认工时，请工作人员看一下。",
        "The same few neighbours keep confirming each other's hours; staff will take a look.",
    ),
    Guard.CROWD: Sentence(
        "同一部手机或同一个网络上有很多账号，请工作人员看一下。",
        "Many accounts use the same phone or network; staff will take a look.",
    ),
    Guard.BARE_REPORTS: Sentence(
        "好几个反映没有照片、没有地点，也没有邻居加入，请工作人员看一下。",
        "Several reports have no photo, no place and no neighbour who joined; staff will take a look.",
    ),
}
