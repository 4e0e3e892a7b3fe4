"""Why not, about badges; and what the deeds they count are called."""

from rules.badges import GoodDeed
from schema.sentences.sentence import Sentence

BADGES = {
    "badges_number": Sentence(
        "最多 {badges} 个徽章、{sets} 套，请减少一些。",
        "At most {badges} badges and {sets} sets; please take some out.",
    ),
    "badges_title": Sentence("称号的分数请写 1 到 {most}。", "Please let the title begin at 1 to {most} points."),
    "badges_keys": Sentence(
        "代号只能用小写字母、数字和下划线，最多 40 个字，不能重复。",
        "Please give each a key of its own: up to 40 small letters, digits and underscores.",
    ),
    "badges_rule": Sentence(
        "次数请写 1 到 {need}，天数请写 1 到 {days} 或不写。",
        "Please ask for 1 to {need} deeds, within 1 to {days} days or without a time.",
    ),
    "badges_category": Sentence("只有反映问题的徽章可以分类别。", "Only badges for reports can name a category."),
    "badges_set": Sentence(
        "一套至少要有 {least} 个不同的徽章，而且都在上面。",
        "A set needs at least {least} different badges, all of them listed.",
    ),
    "badges_bonus": Sentence("一套的奖励请写 0 到 {most} 分。", "Please let a set bring 0 to {most} points."),
}

DEEDS = {
    GoodDeed.COMMENT: Sentence("留言", "Comments"),
    GoodDeed.VOTE: Sentence("投票", "Votes"),
    GoodDeed.DELIBERATION: Sentence("参加议事", "Deliberations joined"),
    GoodDeed.MEETING: Sentence("到场开会", "Meetings attended on the spot"),
    GoodDeed.REPORT: Sentence("反映问题并受理", "Reports found valid"),
    GoodDeed.SUGGESTION: Sentence("建议被采纳", "Suggestions taken up"),
    GoodDeed.VOLUNTEERING: Sentence("志愿服务小时", "Hours of volunteering"),
    GoodDeed.MEDIATION: Sentence("主持达成协议", "Agreements reached as moderator"),
}
