"""Why not, about rewards and vouchers; and what entries of the ledger without a rule are called."""

from rules.points import Movement
from schema.sentences.sentence import Sentence

REWARDS = {
    "reward_unknown": Sentence(
        "没有找到这个奖励，请刷新后再试。", "This reward was not found; please reload and try again."
    ),
    "reward_withdrawn": Sentence(
        "这个奖励已经下架了，请看看别的。", "This reward is no longer offered; please look at others."
    ),
    "reward_gone": Sentence(
        "已经换完了，请看看别的，或者过几天再来。", "All of these are gone; please look at others, or come back later."
    ),
    "reward_had": Sentence(
        "这个奖励每户 {days} 天内最多换 {most} 份，您家已经换过了。",
        "Each household gets at most {most} of these within {days} days, and yours has had its share.",
    ),
    "reward_price_changed": Sentence(
        "价格变了，现在是 {points} 分，请看过再换。",
        "The price has changed: it is {points} points now. Please look again before you redeem it.",
    ),
    "points_too_few": Sentence(
        "积分不够，还差 {short} 分。", "You do not have enough points yet; {short} are missing."
    ),
    "reward_price": Sentence("价格请写 1 到 {most} 分。", "Please give a price of 1 to {most} points."),
    "reward_share": Sentence(
        "每户请写 1 到 {most} 份，时间 1 到 {days} 天。",
        "Please give each household 1 to {most}, within 1 to {days} days.",
    ),
    "reward_days": Sentence("有效期请写 1 到 {days} 天。", "Please let a voucher be good for 1 to {days} days."),
    "reward_first_stock": Sentence("数量请写 1 到 {most} 份。", "Please begin with 1 to {most} of them."),
    "reward_stock": Sentence(
        "现在有 {stock} 份，改完以后要在 0 到 {most} 份之间，也不能改 0 份。",
        "There are {stock} now. Please change that by something, and leave 0 to {most}.",
    ),
    "pickup_place_unknown": Sentence(
        "没有找到这个领取点，请刷新后再试。", "This place was not found; please reload and try again."
    ),
    "hands_unverified": Sentence("请先确认这位居民的身份。", "Please have this resident confirmed first."),
    "hands_out_nowhere": Sentence(
        "只有工作人员和指定的发放人可以发放。", "Only staff and those they have named for it hand rewards out."
    ),
    "voucher_unknown": Sentence(
        "没有这个码，请再扫一次，或者核对一下。", "There is no such code; please scan it again, or check it."
    ),
    "voucher_foreign": Sentence(
        "这个码是别的社区的，请到那里领取。", "This code is from another community; please fetch it there."
    ),
    "voucher_elsewhere": Sentence("这份奖励请到{place}领取。", "Please fetch this one at {place}."),
    "voucher_own": Sentence(
        "不能给自己发放，请找另一位发放人。", "Nobody hands out to themselves; please ask somebody else to."
    ),
    "voucher_used": Sentence("这个码已经用过了，东西已经领走。", "This code has been used, and its reward fetched."),
    "voucher_expired": Sentence(
        "这个码已经过期，积分会退还，请重新换。",
        "This code is no longer good. Its points go back; please redeem it again.",
    ),
}

MOVED = {
    Movement.SPENT: Sentence("换奖励", "A reward redeemed"),
    Movement.RETURNED: Sentence("奖励没有领取，积分退还", "A reward not fetched, points returned"),
    Movement.PRIZE: Sentence("评比得奖", "A prize in a contest"),
    Movement.CORRECTED: Sentence("评比得奖", "A prize in a contest"),
}
