"""Why not, about what levels allow."""

from schema.sentences.sentence import Sentence

RIGHTS = {
    "right_not_yet": Sentence(
        "攒到 {points} 分以后就可以做这件事，做好事就能攒分。",
        "You can do this once you have earned {points} points; good deeds bring them.",
    ),
    "right_nobody": Sentence("本社区没有开放这件事。", "Your community does not open this to any level."),
    "second_own": Sentence(
        "这是您自己提的，请邻居来支持。", "You raised this yourself; please ask neighbours to second it."
    ),
    "second_late": Sentence(
        "这件事已经受理了，不用再表示支持，您可以留言。",
        "This has been taken up already; you can comment on it instead.",
    ),
    "comment_unknown": Sentence(
        "没有找到这条留言，请刷新后再试。", "This comment was not found; please reload and try again."
    ),
    "comment_other_building": Sentence(
        "您只能看管自己那栋楼邻居的留言。", "You can only look after comments of neighbours in your own building."
    ),
    "comment_kept": Sentence(
        "社区工作人员已经恢复了这条留言，有意见请找他们。",
        "Community staff have restored this comment; please speak with them if you disagree.",
    ),
    "comment_not_hidden": Sentence("这条留言没有被隐藏。", "This comment is not hidden."),
    "council_places": Sentence("请选 1 到 {most} 个名额。", "Please draw for 1 to {most} places."),
    "council_few": Sentence(
        "现在只有 {have} 个人愿意参加抽签，请减少名额，或者再等等。",
        "Only {have} people are willing to be drawn; please draw for fewer places, or wait.",
    ),
}

HIDDEN = Sentence("这条留言已被隐藏。", "This comment has been hidden.")
