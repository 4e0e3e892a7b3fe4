"""Why not, in the hall: people, issues, polls and votes."""

from schema.sentences.sentence import Sentence

HALL = {
    "sign_in_required": Sentence("请先登录。", "Please sign in first."),
    "moderator_only": Sentence("这一步只有主持人可以做。", "Only a moderator can do this."),
    "staff_only": Sentence("这一步只有社区工作人员可以做。", "Only community staff can do this."),
    "admin_only": Sentence("这一步只有管理员可以做。", "Only an administrator can do this."),
    "not_verified": Sentence(
        "先确认您住在这里，才能做这件事。请在“我的”里申请确认。",
        "First have it confirmed that you live here; you can ask for that under “Me”.",
    ),
    "other_community": Sentence(
        "这是别的社区的事，请到您自己的社区发言。", "This belongs to another community; please speak in your own."
    ),
    "community_exists": Sentence("这里已经有一个社区了。", "There is a community here already."),
    "other_community_lives_here": Sentence(
        "这个数据库属于一个真实的社区，不能加入演示居民。",
        "This database belongs to a real community; made-up people cannot be added to it.",
    ),
    "issue_unknown": Sentence(
        "没有找到这件事，请刷新后再试。", "This issue was not found; please reload and try again."
    ),
    "poll_unknown": Sentence(
        "没有找到这次投票，请刷新后再试。", "This poll was not found; please reload and try again."
    ),
    "resident_unknown": Sentence("您的社区里没有找到这位居民。", "There is no such resident in your community."),
    "text_empty": Sentence("这里还没有写内容，请写一点。", "Please write something here."),
    "text_too_long": Sentence("太长了，请缩短到 {most} 个字以内。", "Too long; please keep it to {most} characters."),
    "phone_invalid": Sentence(
        "手机号不对，请检查后重新输入。", "This phone number does not look right; please check it and type it again."
    ),
    "code_malformed": Sentence("请输入短信里的 {digits} 位数字。", "Please type the {digits} digits from the message."),
    "code_expired": Sentence("验证码已过期，请重新获取。", "The code has expired; please ask for a new one."),
    "code_wrong": Sentence("验证码不对，请再看一下短信。", "That is not the code; please look at the message again."),
    "code_tries_used": Sentence("输错太多次了，请重新获取验证码。", "Too many wrong tries; please ask for a new code."),
    "codes_too_many": Sentence(
        "获取验证码太频繁，请过 {minutes} 分钟再试。",
        "Too many codes were asked for; please try again in {minutes} minutes.",
    ),
    "tries_too_many": Sentence(
        "尝试太多次了，请过 {minutes} 分钟再试。", "Too many tries; please try again in {minutes} minutes."
    ),
    "role_not_grantable": Sentence(
        "居民身份由工作人员确认，不能直接授予。",
        "Being a resident is confirmed by staff; it cannot be given as a role.",
    ),
    "last_administrator": Sentence(
        "这是最后一位管理员，请先请别人当管理员。",
        "This is the last administrator; please give somebody else the role first.",
    ),
    "step_impossible": Sentence(
        "这件事现在不能走到这一步，请刷新看看进展。",
        "The issue cannot take this step now; please reload to see where it stands.",
    ),
    "nothing_decided_yet": Sentence(
        "还没有投过票，不能公布结果。", "There has been no poll yet, so there is no result to publish."
    ),
    "polls_still_running": Sentence(
        "还有投票没有结束，请等结束后再公布。", "A poll is still running; please wait until it has closed."
    ),
    "importance_fixed": Sentence(
        "已经有投票了，不能再改是否重要。", "There is a poll already, so this can no longer be changed."
    ),
    "polls_not_yet": Sentence(
        "这件事在商议或表决时才能发起投票。",
        "A poll can be opened while the issue is being talked through or voted on.",
    ),
    "opening_past": Sentence(
        "开始时间已经过去了，请换一个时间。", "The opening time has passed; please choose another."
    ),
    "opening_too_far": Sentence(
        "开始时间太远了，请选一年以内。", "The opening time is too far away; please choose one within a year."
    ),
    "important_window": Sentence(
        "重要的事要投 {least} 到 {most} 天，请改结束时间。",
        "An important issue is voted on for {least} to {most} days; please change the closing time.",
    ),
    "window_too_short": Sentence(
        "投票至少要开放一分钟，请改结束时间。", "A poll lasts at least a minute; please change the closing time."
    ),
    "window_too_long": Sentence(
        "投票最多开放 {most} 天，请改结束时间。", "A poll lasts at most {most} days; please change the closing time."
    ),
    "choices_number": Sentence("请给出 {least} 到 {most} 个选项。", "Please give {least} to {most} choices."),
    "choices_alike": Sentence("有两个选项一样，请改一个。", "Two choices are alike; please change one."),
    "secret_means_hidden": Sentence(
        "秘密投票要等结束后才公布票数，投了也不能改。请这样设，或者不设成秘密投票。",
        "A secret poll shows its numbers after it closes, and votes in it are final. Please set it so, or not secret.",
    ),
    "poll_not_open": Sentence(
        "投票还没有开始，请到时间再来。", "Voting has not started yet; please come back when it has."
    ),
    "poll_closed": Sentence("投票已经结束，请看结果。", "Voting is over; please look at the result."),
    "poll_already_closed": Sentence("这次投票已经结束了。", "This poll has closed already."),
    "not_on_roll": Sentence(
        "投票开始时您还不在这次的名单上，所以不能投。",
        "You were not on the roll when this poll opened, so you cannot vote in it.",
    ),
    "choice_unknown": Sentence("没有这个选项，请重新选择。", "There is no such choice; please choose again."),
    "already_voted": Sentence(
        "您已经投过票了，这次投票不能更改。", "You have voted already, and votes in this poll cannot be changed."
    ),
    "key_used": Sentence(
        "这个请求编号已经用过了，请换一个。", "This idempotency key was used for something else; please use a new one."
    ),
}
