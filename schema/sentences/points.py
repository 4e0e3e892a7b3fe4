"""Why not, about points; and what levels and rights are called."""

from rules.points import Level, Movement, Right, Rule
from schema.sentences.rewards import MOVED
from schema.sentences.sentence import Sentence

POINTS = {
    "points_month": Sentence("月份请写成 2026-11 这样。", "Please write the month like 2026-11."),
    "points_entry_unknown": Sentence(
        "没有找到这笔积分，请刷新后再试。", "This entry was not found; please reload and try again."
    ),
    "points_corrected": Sentence("这笔积分已经改正过了。", "This entry has been put right already."),
    "points_decided_by_two": Sentence(
        "这笔积分由两位工作人员一起放行，只有管理员能改正。",
        "Two members of staff have released these points; only an administrator can take them back.",
    ),
    "points_worth": Sentence(
        "每种积分请写 0 到 {most} 分，每天的上限不能比每月的高。",
        "Please give each rule 0 to {most} points, and no more a day than a month.",
    ),
    "points_taper": Sentence(
        "请按日期先后排列，最多 {most} 步，比例不能小于 0。",
        "Please order the steps by date, at most {most} of them, with no part below 0.",
    ),
    "points_taper_rises": Sentence(
        "奖励的比例只能一步一步往下降，不能升。", "The part that counts for rewards can only fall from step to step."
    ),
    "points_levels": Sentence(
        "请写全四个等级，第一个从 0 分开始，一个比一个高。",
        "Please give all four levels, the first from 0 points, each above the one before.",
    ),
    "points_tariff_file": Sentence(
        "文件里 {where} 这一处不对，请照 docs/importing.md 里的样子写。",
        "This is not as it has to be: {where}. Please see docs/importing.md.",
    ),
    "points_tariff_past": Sentence(
        "开始的时间不能早于现在，也不能早于上一版。",
        "It can begin neither before now nor before the version that came last.",
    ),
}

LEVELS = {
    Level.RESIDENT: Sentence("居民", "Resident"),
    Level.KEEN: Sentence("热心居民", "Keen resident"),
    Level.CAPABLE: Sentence("社区达人", "Community talent"),
    Level.EXPERT: Sentence("治理专家", "Governance expert"),
}

RIGHTS = {
    Right.SECOND_ISSUES: Sentence("可以支持别人提的事", "May second what others raise"),
    Right.MODERATE_COMMENTS: Sentence("可以帮着看管本楼的留言", "May look after the comments of their building"),
    Right.BE_DRAWN: Sentence("可以被抽签选为议事代表", "May be drawn by lot for the council"),
}

EARNED = {
    Rule.DELIBERATION: Sentence("参加议事", "Taking part in a deliberation"),
    Rule.REPORT: Sentence("反映问题", "Reporting what is broken"),
    Rule.VOLUNTEERING: Sentence("志愿服务", "Volunteering"),
    Rule.SUGGESTION: Sentence("建议被采纳", "A suggestion taken up"),
    Rule.BADGE_SET: Sentence("集齐一套徽章", "A whole set of badges"),
}


def what_for(rule: Rule | None, movement: Movement) -> Sentence:
    """What an entry of the ledger is for."""
    return MOVED[movement] if rule is None else EARNED[rule]
