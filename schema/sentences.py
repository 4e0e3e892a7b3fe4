"""The sentences people read: for every reason to refuse, and for every result, in Chinese and in English."""

from dataclasses import dataclass

from rules.refusals import Refusal


@dataclass(frozen=True, slots=True)
class Sentence:
    """One plain sentence in both languages, with gaps for values."""

    zh: str
    en: str

    def said(self, language: str, **values: str | int) -> str:
        """The sentence in the language, its gaps filled."""
        return (self.en if language == "en" else self.zh).format(**values)


REFUSALS: dict[str, Sentence] = {
    "sign_in_required": Sentence("请先登录。", "Please sign in first."),
    "moderator_only": Sentence("这一步只有主持人可以做。", "Only a moderator can do this."),
    "staff_only": Sentence("这一步只有社区工作人员可以做。", "Only community staff can do this."),
    "admin_only": Sentence("这一步只有管理员可以做。", "Only an administrator can do this."),
    "not_verified": Sentence(
        "社区工作人员确认您住在这里之后，您就可以发言了。",
        "You can speak once community staff have confirmed that you live here.",
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
    "moderator_or_staff_only": Sentence(
        "只有主持人或社区工作人员可以这样做。", "Only moderators and community staff can do this."
    ),
    "meeting_unknown": Sentence(
        "没有找到这次会议，请刷新后再试。", "This meeting was not found; please reload and try again."
    ),
    "meeting_past": Sentence("这个时间已经过了，请选以后的时间。", "That time is over; please choose one to come."),
    "meeting_too_far": Sentence(
        "时间太远了，请选一年以内的时间。", "That is too far ahead; please choose a time within a year."
    ),
    "meeting_started": Sentence("会议已经开始过了。", "This meeting has been started already."),
    "meeting_not_started": Sentence("会议还没有开始。", "This meeting has not started yet."),
    "meeting_over": Sentence("会议已经结束了。", "This meeting is over."),
    "stream_url": Sentence(
        "视频地址不对：要以 https 或 http 开头，写到文件名为止，不带账号、密码和问号。",
        "This is not the address of a stream: it begins with https:// or http:// and ends with the file, without a"
        " name, a password or anything behind a question mark.",
    ),
    "stream_origin": Sentence(
        "网页不能播放来自 {origin} 的视频，请让维护人员把它写进设置 MEDIA_ORIGINS。",
        "The page may not play video from {origin}; whoever runs the server can add it to the setting MEDIA_ORIGINS.",
    ),
    "utterance_unknown": Sentence(
        "没有找到这句话，请刷新后再试。", "This utterance was not found; please reload and try again."
    ),
    "utterance_final": Sentence(
        "这句话已经记下，不能再改。", "This utterance has been written down and cannot be changed any more."
    ),
    "utterance_ahead": Sentence("时间还没有到，请检查时钟。", "That time has not come yet; please check the clock."),
    "utterance_backwards": Sentence(
        "结束时间比开始时间早，请改一下。", "The end is before the start; please put it right."
    ),
    "captions_unknown": Sentence(
        "这个文件不是字幕，请选 WebVTT（.vtt）或 SRT（.srt）文件。",
        "This is not a file of captions; please choose a WebVTT (.vtt) or SRT (.srt) file.",
    ),
    "captions_unreadable": Sentence(
        "字幕第 {line} 行读不懂，请改好后再上传。",
        "Line {line} of the captions cannot be read; please put it right and send the file again.",
    ),
    "captions_backwards": Sentence(
        "字幕第 {line} 行的结束时间比开始时间早，请改好后再上传。",
        "On line {line} of the captions the end is before the start; please put it right and send the file again.",
    ),
    "captions_empty": Sentence(
        "字幕里没有内容，请换一个文件。", "Nothing is said in these captions; please choose another file."
    ),
    "captions_too_many": Sentence(
        "字幕太多了，请分成每个不超过 {most} 条的文件。",
        "Too many captions; please split them into files of at most {most}.",
    ),
    "captions_too_long": Sentence(
        "字幕超过了 {most} 小时，请检查时间或分成几个文件。",
        "The captions go past {most} hours; please check the times or split the file.",
    ),
    "agenda_full": Sentence("议程最多 {most} 项。", "An agenda has at most {most} items."),
    "agenda_item_unknown": Sentence(
        "没有找到这项议程，请刷新后再试。", "This agenda item was not found; please reload and try again."
    ),
    "agenda_item_opened": Sentence("这项议程已经开始过了。", "This agenda item has been opened already."),
    "agenda_item_not_open": Sentence("这项议程现在没有在进行。", "This agenda item is not open now."),
    "turn_limit": Sentence("请填 {least} 到 {most} 秒。", "Please give {least} to {most} seconds."),
    "person_limit_short": Sentence(
        "每人的总时间不能比一次发言的时间短。", "One person's time together cannot be shorter than one turn."
    ),
    "house_rules_changed": Sentence(
        "会议规则有了新的版本，请看过后再进来。", "The house rules have changed; please read them and enter again."
    ),
    "participant_unknown": Sentence(
        "没有找到这位参会人，请刷新后再试。", "This participant was not found; please reload and try again."
    ),
    "turn_unknown": Sentence(
        "没有找到这次发言，请刷新后再试。", "This turn was not found; please reload and try again."
    ),
    "turn_over": Sentence("这次发言已经给过或者结束了。", "This turn has been given or is over."),
    "votes_themselves": Sentence(
        "只能替由工作人员在现场签到的居民录入投票。",
        "Votes are typed in only for residents in the room whom the staff has signed in.",
    ),
    "enter_first": Sentence("请先进入会议，再要求发言。", "Please enter the meeting first, then ask for the floor."),
    "floor_asked": Sentence("您已经在等候发言了。", "You are waiting for the floor already."),
    "floor_taken": Sentence("有人正在发言，请先等他说完。", "Somebody has the floor; please wait until they are done."),
    "floor_time_used": Sentence("这位的发言时间已经用完了。", "This person's time is used up."),
    "floor_queue_full": Sentence(
        "等候发言的人太多了，请过一会儿再来。", "Too many wait for the floor; please try later."
    ),
    "has_no_floor": Sentence("这位现在没有在发言。", "This person does not have the floor now."),
    "agreement_unknown": Sentence(
        "没有找到这份协议，请刷新后再试。", "This agreement was not found; please reload and try again."
    ),
    "agreement_fixed": Sentence(
        "三方都签过了，协议已经生效，不能再改。",
        "All three parties have signed; the agreement is in force and cannot be changed any more.",
    ),
    "agreement_changed": Sentence(
        "协议改过了，请看过最新的内容再签。",
        "The agreement has been changed; please read the newest version, then sign.",
    ),
    "agreement_not_in_force": Sentence(
        "三方都签了以后，才能记录进展。", "Progress can be noted once all three parties have signed."
    ),
    "not_a_signatory": Sentence(
        "这份协议由指定的三个人来签，您不在其中。",
        "Three people were named to sign this agreement, and you are not one of them.",
    ),
    "points_number": Sentence("请写 {least} 到 {most} 条。", "Please write {least} to {most} points."),
    "point_text": Sentence("第 {number} 条要写 1 到 {most} 个字。", "Point {number} takes 1 to {most} characters."),
    "point_party": Sentence(
        "第 {number} 条要由签字的三方之一负责。", "For point {number} please choose one of the three parties that sign."
    ),
    "point_past": Sentence(
        "第 {number} 条的日期已经过了，请选以后的日期。",
        "The day of point {number} is over; please choose one to come.",
    ),
    "point_too_far": Sentence(
        "第 {number} 条的日期太远了，请选三年以内的日期。",
        "The day of point {number} is too far ahead; please choose one within three years.",
    ),
    "point_unknown": Sentence(
        "没有找到这一条，请刷新后再试。", "This point was not found; please reload and try again."
    ),
    "point_not_yours": Sentence(
        "只有主持人、社区工作人员、监督人和负责方的签字人可以记录进展。",
        "Only moderators, staff, supervisors and whoever signed for the party responsible can note progress.",
    ),
    "signatory_unverified": Sentence(
        "社区工作人员还没有确认这位住在这里，请先确认，或者换一位。",
        "Staff have not confirmed yet that this person lives here; please confirm it first, or name somebody else.",
    ),
    "signatory_not_staff": Sentence(
        "代表社区签字的要是社区工作人员，请换一位。",
        "Whoever signs for the community has to be one of its staff; please name somebody else.",
    ),
    "signatories_alike": Sentence(
        "三方要由三个不同的人签字，请换一位。", "Three different people have to sign; please name somebody else."
    ),
    "key_used": Sentence(
        "这个请求编号已经用过了，请换一个。", "This idempotency key was used for another vote; please use a new one."
    ),
}

OUTCOMES: dict[str, Sentence] = {
    "MOST_VOTES": Sentence(
        "{electorate} 人可以投票，{votes} 人投了；“{winner}”得 {most} 票，最多。",
        "Of {electorate} who could vote, {votes} did; “{winner}” has the most votes: {most}.",
    ),
    "TIE": Sentence(
        "{electorate} 人可以投票，{votes} 人投了；最多的选项票数相同（各 {most} 票），没有结果。",
        "Of {electorate} who could vote, {votes} did; the first are tied at {most} votes each, so nothing is decided.",
    ),
    "NO_VOTES": Sentence(
        "{electorate} 人可以投票，没有人投，没有结果。",
        "{electorate} could vote and nobody did, so nothing is decided.",
    ),
    "NEVER_OPENED": Sentence(
        "投票还没有开始就结束了，没有结果。", "It was closed before it opened, so nothing is decided."
    ),
    "EARLY": Sentence("主持人提前结束：{reason}", "A moderator closed it early: {reason}"),
}


def refusal(refused: Refusal, language: str) -> str:
    """Why not, in the caller's language."""
    return REFUSALS[refused.reason].said(language, **dict(refused.values))
