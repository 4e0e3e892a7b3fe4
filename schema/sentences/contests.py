"""Why not, about contests."""

from schema.sentences.sentence import Sentence

CONTESTS = {
    "contest_unknown": Sentence(
        "没有找到这个评比，请刷新后再试。", "This contest was not found; please reload and try again."
    ),
    "contest_entry_unknown": Sentence(
        "没有找到这一项，请刷新后再试。", "This entry was not found; please reload and try again."
    ),
    "contest_month": Sentence("请选本月或以后的月份。", "Please choose this month or a later one."),
    "contest_closes": Sentence(
        "结束时间要在今后 {most} 天以内。", "A contest has to close within the coming {most} days."
    ),
    "contest_entries_until": Sentence(
        "征集要在现在以后、投票结束以前截止。", "Entries have to end after now and before the contest closes."
    ),
    "contest_shortlist_by": Sentence(
        "入围要在征集截止以后、投票结束以前选好。",
        "The shortlist has to be made after entries end and before the contest closes.",
    ),
    "contest_prizes": Sentence(
        "奖励请按名次写，第 1 到 {places} 名，每人 1 到 {most} 分。",
        "Give each prize once, for places 1 to {places}, with 1 to {most} points.",
    ),
    "contest_weights": Sentence(
        "评委和居民的比重请各写 0 到 {most}，不能都是 0。",
        "The weights of judges and residents are 0 to {most} each, and not both 0.",
    ),
    "contest_buildings": Sentence(
        "请选 {least} 到 {most} 栋不同的楼。", "Choose {least} to {most} different buildings."
    ),
    "contest_building_unknown": Sentence(
        "有的楼不在本社区，请重新选。", "One of the buildings is not in this community; please choose again."
    ),
    "contest_judges": Sentence(
        "评委打分占比重时，请选 1 到 {most} 位评委。", "Where judges count, name 1 to {most} of them; else none."
    ),
    "contest_judge_unknown": Sentence(
        "评委要是已经确认住在本社区的居民。", "Judges have to be confirmed residents of this community."
    ),
    "contest_criteria": Sentence(
        "请写 1 到 {number} 条不同的评分标准，每条最高 1 到 {most} 分。",
        "Give 1 to {number} different criteria, each with at most 1 to {most} marks.",
    ),
    "contest_not_verified": Sentence(
        "先确认您住在这里，才能参加。请在“我的”里申请确认。",
        "To take part, first have it confirmed that you live here; you can ask for that under “Me”.",
    ),
    "contest_own_idea": Sentence(
        "您或您家里人也提了金点子，请别的工作人员来初选。",
        "You or your household have entered an idea; please leave the shortlist to other staff.",
    ),
    "contest_poll": Sentence(
        "这是评比的投票，到时间自动截止；要停就取消整个评比。",
        "This is the vote of a contest and closes by itself; to stop it, call the contest off.",
    ),
    "contest_entries_over": Sentence("征集已经截止了。", "Entries are over."),
    "contest_ideas_each": Sentence("每人最多提 {most} 个金点子。", "Everybody enters at most {most} ideas."),
    "contest_full": Sentence("金点子已经满 {most} 个了。", "There are {most} ideas already."),
    "contest_not_shortlisting": Sentence("现在不是选入围的时候。", "The shortlist is made once entries are over."),
    "contest_shortlist": Sentence("请选 {least} 到 {most} 个入围。", "Choose {least} to {most} for the shortlist."),
    "contest_each_once": Sentence(
        "每个金点子要么入围，要么写明没有入围的理由。",
        "Each idea is either on the shortlist or left out with a reason, once.",
    ),
    "contest_judges_only": Sentence("只有评委可以打分。", "Only judges give marks."),
    "contest_over": Sentence("这个评比已经结束了。", "This contest is over."),
    "contest_own_building": Sentence("自己住的楼不能自己打分。", "Nobody gives marks to the building they live in."),
    "contest_scores": Sentence(
        "请按每条标准打分，不要超过最高分。", "Give marks for each criterion, at most its most."
    ),
}
