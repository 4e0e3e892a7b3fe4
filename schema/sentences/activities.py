"""Why not, about activities; and what a calendar says."""

from rules.activities import Occasion
from schema.sentences.sentence import Sentence

ACTIVITIES = {
    "activity_planners_only": Sentence(
        "活动由社区工作人员、主持人或网格员来发起。", "Activities are put on by staff, moderators and grid workers."
    ),
    "activity_organiser_only": Sentence(
        "这一步只有活动负责人或社区工作人员可以做。", "Only the organiser or community staff can do this."
    ),
    "activity_slots": Sentence("请安排 1 到 {most} 个时段。", "Please give 1 to {most} slots."),
    "activity_capacity": Sentence("每个时段的名额请写 1 到 {most}。", "Each slot needs room for 1 to {most}."),
    "activity_length": Sentence("每个时段要有 15 分钟到 12 小时。", "A slot lasts from 15 minutes to 12 hours."),
    "activity_when": Sentence("时段要在今后一年以内。", "A slot has to begin within the coming year."),
    "activity_elsewhere": Sentence("这是别的社区的活动。", "This activity belongs to another community."),
    "activity_not_verified": Sentence(
        "先确认您住在这里，才能报名。请在“我的”里申请确认。",
        "To sign up, first have it confirmed that you live here; you can ask for that under “Me”.",
    ),
    "activity_over": Sentence("这个时段已经结束了。", "This slot is over."),
    "activity_called_off": Sentence("这个活动已经取消了。", "This activity has been called off."),
    "activity_unknown": Sentence(
        "没有找到这个活动，请刷新后再试。", "This activity was not found; please reload and try again."
    ),
    "activity_slot_unknown": Sentence(
        "没有找到这个时段，请刷新后再试。", "This slot was not found; please reload and try again."
    ),
    "activity_attendance_unknown": Sentence(
        "名单上没有找到这个人，请刷新后再试。", "This person was not found on the list; please reload and try again."
    ),
    "activity_not_signed_up": Sentence("您还没有报名。", "You have not signed up for this."),
    "activity_came": Sentence("已经签到，不能再取消。", "Whoever has checked in cannot sign off any more."),
    "activity_not_going": Sentence("还在排队，有了名额才能签到。", "There is no place yet; checking in needs one."),
    "activity_too_early": Sentence(
        "还没有到时间，开始前 {minutes} 分钟可以签到。", "Too early; checking in begins {minutes} minutes before."
    ),
    "activity_not_come": Sentence("还没有签到。", "Nobody has checked in here yet."),
    "activity_full": Sentence("名额满了，一共 {capacity} 个。", "There is room for {capacity}, and all are taken."),
    "activity_code_wrong": Sentence(
        "签到码不对，请看现场屏幕上现在的数字。", "That is not the code; please type the one shown on the spot now."
    ),
    "activity_codes_too_many": Sentence(
        "试的次数太多了，请过 {minutes} 分钟再试，或请负责人帮您签到。",
        "Too many tries; please try again in {minutes} minutes, or ask the organiser to check you in.",
    ),
    "activity_own_minutes": Sentence(
        "自己和家里人的时间要由别人来确认，请找社区工作人员。",
        "Your own minutes and those of your household are confirmed by others; please ask community staff.",
    ),
    "activity_confirmed": Sentence("时间已经确认过了。", "These minutes have been confirmed already."),
    "activity_still_there": Sentence(
        "人还在现场，签退之后或者时段结束之后再确认。",
        "They are still there; please confirm once they have checked out or the slot is over.",
    ),
    "activity_minutes_elsewhere": Sentence(
        "同一段时间在别的活动里已经记过了，这里最多还能记 {most} 分钟。",
        "Some of this time was confirmed at another activity; at most {most} minutes are left here.",
    ),
    "activity_minutes": Sentence("最多可以确认 {most} 分钟。", "At most {most} minutes can be confirmed."),
}

OCCASIONS = {
    Occasion.VOLUNTEERING: Sentence("志愿服务", "Volunteering"),
    Occasion.FAMILY_DAY: Sentence("亲子活动", "Family day"),
    Occasion.MARKET_STALL: Sentence("集市摆摊", "Market stall"),
    Occasion.SENIOR_COLLEGE: Sentence("老年大学", "Senior college"),
}

CALENDAR = {
    "no_such": Sentence("没有这个日历。", "There is no such calendar."),
    "all": Sentence("{community}：活动", "{community}: activities"),
    "mine": Sentence("我报名的活动", "What I have signed up for"),
    "waiting": Sentence("（排队中）{title}", "(waiting) {title}"),
}
