"""Why not, at meetings."""

from schema.sentences.sentence import Sentence

MEETINGS = {
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
    "utterance_long_ago": Sentence("时间太早了，请检查时钟。", "That was more than a day ago; please check the clock."),
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
        "只能替没有手机、由工作人员在现场签到的居民录入投票。",
        "Votes are typed in only for residents without a phone whom the staff has signed in in the room.",
    ),
    "enter_first": Sentence("请先进入会议，再要求发言。", "Please enter the meeting first, then ask for the floor."),
    "floor_asked": Sentence("您已经在等候发言了。", "You are waiting for the floor already."),
    "floor_taken": Sentence("有人正在发言，请先等他说完。", "Somebody has the floor; please wait until they are done."),
    "floor_time_used": Sentence("这位的发言时间已经用完了。", "This person's time is used up."),
    "floor_queue_full": Sentence(
        "等候发言的人太多了，请过一会儿再来。", "Too many wait for the floor; please try later."
    ),
    "has_no_floor": Sentence("这位现在没有在发言。", "This person does not have the floor now."),
}
