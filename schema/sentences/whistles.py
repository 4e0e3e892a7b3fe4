"""Why not, about whistles."""

from schema.sentences.sentence import Sentence

WHISTLES = {
    "street_officer_only": Sentence("这一步只有街道工作人员可以做。", "Only a street officer can do this."),
    "whistle_unknown": Sentence(
        "没有找到这次吹哨，请刷新后再试。", "This whistle was not found; please reload and try again."
    ),
    "whistle_report_unknown": Sentence(
        "没有找到这条反映，请刷新后再试。", "This report was not found; please reload and try again."
    ),
    "whistle_report_ended": Sentence(
        "这条反映已经办完了，不能再吹哨。", "This report has ended; no whistle can be blown over it any more."
    ),
    "whistle_open_already": Sentence(
        "这条反映已经吹过哨，还没有办完，请在那里继续。",
        "A whistle over this report is still open; please go on there.",
    ),
    "whistle_report_or_place": Sentence(
        "请选一条反映，或者选一个地点，只选一样。", "Please choose either a report or a place, not both."
    ),
    "whistle_departments": Sentence("请叫 1 到 {most} 个部门。", "Please call 1 to {most} departments."),
    "whistle_department_unknown": Sentence(
        "有一个部门不在您的社区，请重新选择。", "One of the departments is not of your community; please choose again."
    ),
    "whistle_end_soon": Sentence(
        "期限至少要在一小时以后，请改一下。", "The deadline has to be at least an hour ahead; please change it."
    ),
    "whistle_end_far": Sentence(
        "期限最多 {most} 天，请改一下。", "The deadline can be at most {most} days ahead; please change it."
    ),
    "whistle_not_called": Sentence("这次吹哨没有叫这个部门。", "This department was not called by this whistle."),
    "department_not_yours": Sentence(
        "您不在这个部门工作，不能替它回应。", "You do not work in this department, so you cannot act for it."
    ),
    "whistle_closed": Sentence("这次吹哨已经办完了。", "This whistle has been closed already."),
    "whistle_plan_not_yours": Sentence(
        "只有街道和被叫到的部门可以定计划。", "Only the street office and the departments called write the plan."
    ),
    "whistle_plan_changed": Sentence(
        "别人刚改过计划，请看过最新的再改。", "Somebody else has just changed the plan; please read it, then try again."
    ),
    "whistle_tasks_number": Sentence("请写 1 到 {most} 件事。", "Please write 1 to {most} tasks."),
    "whistle_task_text": Sentence(
        "第 {number} 件事要写 1 到 {most} 个字。", "Task {number} takes 1 to {most} characters."
    ),
    "whistle_task_department": Sentence(
        "第 {number} 件事要交给一个被叫到的部门。", "For task {number} please choose a department that was called."
    ),
    "whistle_task_day": Sentence(
        "第 {number} 件事的日期要从今天到期限那一天。",
        "The day of task {number} has to be from today to the day of the deadline.",
    ),
    "whistle_task_missing": Sentence(
        "每个能来的部门都要有一件事，请补上。",
        "Every department that can come needs a task; please add what is missing.",
    ),
    "task_unknown": Sentence(
        "没有找到这件事，可能计划改过了，请刷新。", "This task was not found; the plan may have changed, please reload."
    ),
    "task_done": Sentence("这件事已经办好了。", "This task is done already."),
    "whistle_no_plan": Sentence(
        "还没有定计划，请先定好每个部门做什么。",
        "There is no plan yet; please agree on what each department does first.",
    ),
    "whistle_tasks_open": Sentence(
        "还有 {number} 件事没有办好，都办好才能结束。",
        "Tasks still open: {number}. It can be closed once all of them are done.",
    ),
    "whistle_not_closed": Sentence("还没有办完，办完以后再打分。", "It is not done yet; please rate it once it is."),
    "whistle_rated": Sentence("您已经打过分了，谢谢。", "You have rated this already, thank you."),
    "whistle_rating": Sentence("请打 1 到 5 分。", "Please rate it from 1 to 5."),
    "whistle_not_concerned": Sentence(
        "这件事由反映和关注它的居民、住在附近的居民和街道来打分。",
        "This is rated by those who reported or joined it, those who live nearby, and the street office.",
    ),
    "month_unreadable": Sentence("请这样写月份：2026-05。", "Please write the month like 2026-05."),
}
