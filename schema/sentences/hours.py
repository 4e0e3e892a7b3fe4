"""Why not, about the bank of hours; and what its moves and kinds of help are called."""

from rules.helping import Fit, HelpSkill
from rules.hours import Move
from schema.sentences.sentence import Sentence

HOURS = {
    "hours_not_verified": Sentence(
        "先确认您住在这里，才能用时间银行。请在“我的”里申请确认。",
        "To use the bank of hours, first have it confirmed that you live here; you can ask for that under “Me”.",
    ),
    "hours_minutes": Sentence("请写 {least} 到 {most} 分钟。", "Please give {least} to {most} minutes."),
    "hours_overdrawn": Sentence(
        "时间不够了：最多可以先欠 {hours} 小时。", "There is not enough time left: at most {hours} hours may be owed."
    ),
    "hours_too_few": Sentence("没有这么多时间可以用。", "There is not so much time to give."),
    "hours_own": Sentence(
        "自己和家里人的事，要由别的工作人员来办。",
        "Somebody else has to see to what concerns you or your household.",
    ),
    "hours_opening": Sentence("请写 1 到 {most} 分钟。", "Please give 1 to {most} minutes."),
    "hours_opened": Sentence("以前的时间已经记过了。", "What they had from before has been entered already."),
    "hours_converted": Sentence("这次的时间已经换成积分了。", "These hours have been turned into points already."),
    "hours_unpaid": Sentence(
        "对方还欠着这次的时间，等对方还上了才能换积分。您的时间都在，随时可以用。",
        "Your neighbour still owes these hours; they can become points once that is paid. You keep them until then.",
    ),
    "hours_worth_nothing": Sentence(
        "这次的时间太短，换不到积分，还是留着用吧。", "This is too short to be worth a point; you had better keep it."
    ),
    "hours_points_limit": Sentence(
        "今天或这个月的积分快到上限了，换了会少，请过些时候再换。",
        "The limit of the day or month would cut the points; please turn these hours into points later.",
    ),
    "help_windows": Sentence(
        "空闲时间最多写 28 段，每段在一天之内，至少 15 分钟。",
        "Please give at most 28 times, each within a day and at least 15 minutes long.",
    ),
    "help_posts_many": Sentence(
        "您已经有 {most} 条了，请先关掉几条。", "You have {most} posts up; please close some first."
    ),
    "help_post_unknown": Sentence(
        "没有找到这一条，可能已经关了。", "This post was not found; it may have been closed."
    ),
    "help_unknown": Sentence(
        "没有找到这次互助，请刷新后再试。", "This help was not found; please reload and try again."
    ),
    "help_oneself": Sentence("这是您自己发的。", "This is your own post."),
    "help_household": Sentence(
        "一家人互相帮忙不记时间，可以把时间送给家里人。",
        "Help within one household is not counted; hours can be given to family instead.",
    ),
    "help_proposals_too_many": Sentence(
        "一天最多约 20 次，请明天再约。", "Help can be proposed twenty times a day; please go on tomorrow."
    ),
    "help_steps_too_many": Sentence(
        "今天改的次数太多了，请明天再试。", "That is too many changes for one day; please go on tomorrow."
    ),
    "help_other_side": Sentence("请等对方同意。", "Please wait for the other side to agree."),
    "help_done": Sentence("这次互助已经记好了。", "This help has been written down already."),
    "help_called_off": Sentence("这次互助已经取消了。", "This help has been called off."),
    "help_said": Sentence(
        "已经有人写了用了多久，不能取消，可以写 0 分钟。",
        "Somebody has said how long it took, so it cannot be called off; 0 minutes can be said.",
    ),
    "help_not_agreed": Sentence("双方同意之后才能写用了多久。", "How long it took is said after both have agreed."),
    "help_nothing_said": Sentence(
        "两边都还没有写用了多久，没有要定的。",
        "Neither of the two has said how long it took; there is nothing to decide.",
    ),
    "help_not_overdue": Sentence(
        "还在等另一边来写，过了 {days} 天没有写再来定。",
        "The other side has {days} days to say how long it took; staff decide after that.",
    ),
    "help_minutes": Sentence("请写 0 到 {most} 分钟，不能比说好的多。", "Please give 0 to {most} minutes, as agreed."),
    "help_not_done": Sentence("双方都确认之后才能换积分。", "Hours turn into points once both have confirmed them."),
    "gift_unknown": Sentence(
        "没有找到这份赠送，请刷新后再试。", "This gift was not found; please reload and try again."
    ),
    "gifts_too_many": Sentence(
        "一天最多送 10 次，请明天再送。", "Hours can be offered ten times a day; please go on tomorrow."
    ),
    "gift_oneself": Sentence("不能送给自己。", "Nobody gives hours to themselves."),
    "gift_answered": Sentence("这份赠送已经处理过了。", "This gift has been seen to already."),
}

MOVES = {
    Move.HELP: Sentence("互助", "Help among neighbours"),
    Move.COVER: Sentence("时间池帮补", "Paid by the pool"),
    Move.GIFT: Sentence("家人赠送", "A gift in the family"),
    Move.DONATION: Sentence("捐给时间池", "Given to the pool"),
    Move.CONVERSION: Sentence("换成积分", "Turned into points"),
    Move.OPENING: Sentence("以前存的时间", "Brought in from before"),
}

SKILLS = {
    HelpSkill.COMPANY: Sentence("陪伴聊天", "Company"),
    HelpSkill.ERRANDS: Sentence("跑腿代办", "Errands"),
    HelpSkill.HOUSEWORK: Sentence("家务", "Housework"),
    HelpSkill.REPAIRS: Sentence("修修补补", "Repairs"),
    HelpSkill.PHONES: Sentence("手机电脑", "Phones and computers"),
    HelpSkill.LESSONS: Sentence("辅导教学", "Lessons"),
    HelpSkill.CARE: Sentence("照护", "Care"),
    HelpSkill.GARDEN: Sentence("养花种菜", "Gardening"),
    HelpSkill.TRANSPORT: Sentence("接送", "Rides"),
    HelpSkill.OTHER: Sentence("其他", "Something else"),
}

FITS = {
    Fit.SKILL: Sentence("要的和会的一样：{skill}。", "The same kind of help: {skill}."),
    Fit.GRID: Sentence("住在同一个网格。", "Both live in the same grid."),
    Fit.WHOLE_TIME: Sentence("两边的空闲时间够用：{minutes} 分钟。", "There is time for all of it: {minutes} minutes."),
    Fit.SOME_TIME: Sentence("两边有 {minutes} 分钟都有空。", "Both are free for {minutes} minutes of it."),
}
