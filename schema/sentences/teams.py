"""Why not, about volunteer teams."""

from schema.sentences.sentence import Sentence

TEAMS = {
    "team_not_verified": Sentence(
        "先确认您住在这里，才能建队或入队。请在“我的”里申请确认。",
        "To found or join a team, first have it confirmed that you live here; you can ask for that under “Me”.",
    ),
    "team_already": Sentence(
        "一个人同时只能在一支队里，请先退出现在的队。",
        "Nobody is in two teams at a time; please leave the one you are in first.",
    ),
    "team_too_many": Sentence(
        "一天最多建三支队，请明天再来。", "Three teams a day are the most; please come back tomorrow."
    ),
    "team_none": Sentence("您现在不在任何队里。", "You are in no team."),
    "team_closed": Sentence("这支队已经解散了。", "This team has been closed."),
    "team_full": Sentence("这支队已经满 {most} 人了。", "This team has {most} members and is full."),
    "team_name_taken": Sentence(
        "已经有一支队叫这个名字了，请换一个。", "Another team has this name; please choose a different one."
    ),
    "team_unknown": Sentence("没有找到这支队，请刷新后再试。", "This team was not found; please reload and try again."),
}
