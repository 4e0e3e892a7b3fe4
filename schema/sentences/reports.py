"""Why not, about reports, departments and how a community deals with reports."""

from schema.sentences.sentence import Sentence

REPORTS = {
    "report_unknown": Sentence(
        "没有找到这条反映，请刷新后再试。", "This report was not found; please reload and try again."
    ),
    "report_not_yours": Sentence("只有反映人本人可以这样做。", "Only the person who sent the report can do this."),
    "report_not_in_charge": Sentence(
        "这件事由负责的部门和社区工作人员来办。", "The department in charge and community staff see to this."
    ),
    "report_stage": Sentence(
        "这条反映现在不能这样处理，请刷新后看看进展。",
        "This cannot be done with the report now; please reload and see how it stands.",
    ),
    "report_ended": Sentence(
        "这件事已经办完了；如果又出现，请重新反映。", "This has ended already; if it is back, please send a new report."
    ),
    "report_asked": Sentence(
        "已经问过了，请等反映人回复。", "A question is waiting already; please wait for the answer."
    ),
    "report_not_asked": Sentence("现在没有要回复的问题。", "There is no question to answer now."),
    "report_there_already": Sentence(
        "已经在这个部门了，请换一个。", "It is with this department already; please choose another."
    ),
    "report_needs_department": Sentence("请选择由哪个部门来办。", "Please choose the department that is to see to it."),
    "report_photo_after": Sentence(
        "反映时有照片，请也拍一张解决以后的照片。",
        "The report came with a photo; please add one of how it looks now.",
    ),
    "report_rating": Sentence("请打 {least} 到 {most} 分。", "Please rate from {least} to {most}."),
    "report_reopen_late": Sentence(
        "解决后 {days} 天内可以要求重办；现在请重新反映。",
        "A report can be opened again within {days} days of its solution; please send a new one.",
    ),
    "report_category": Sentence("没有这个类别，请换一个。", "There is no such category; please choose another."),
    "report_place_half": Sentence("位置要同时有纬度和经度。", "A place takes both latitude and longitude."),
    "reports_too_many": Sentence(
        "您反映得太频繁了，请过 {minutes} 分钟再试。",
        "You have sent many reports; please try again in {minutes} minutes.",
    ),
    "department_unknown": Sentence(
        "没有找到这个部门，请换一个。", "This department was not found; please choose another."
    ),
    "procedure_past": Sentence("生效时间不能早于现在。", "It can only be valid from now on or later."),
    "procedure_changed": Sentence(
        "有人刚刚改过，请刷新后再试。", "Somebody has just adopted another version; please reload and try again."
    ),
    "procedure_twice": Sentence(
        "“{what}”出现了两次，请删去一次。", "The entry “{what}” comes twice; please take one out."
    ),
    "procedure_categories": Sentence(
        "要有 1 到 {most} 个类别，代码不能重复。",
        "There have to be 1 to {most} categories, each with a code of its own.",
    ),
    "procedure_category": Sentence(
        "类别“{category}”的代码、名称或词语太长或没有写。",
        "Code, names or words of the category “{category}” are missing or too long.",
    ),
    "procedure_clock": Sentence(
        "每种紧急程度的两个时限都要写，{least} 到 {most} 分钟。",
        "Every urgency needs both its clocks, each of {least} to {most} minutes.",
    ),
    "procedure_step_unknown": Sentence(
        "“{stage}”这个阶段不能有这样的步骤。", "There is no such step at the stage {stage}."
    ),
    "procedure_dead_end": Sentence(
        "从“{stage}”这个阶段走不到解决或说明不办，请补上步骤。",
        "From the stage {stage} a report could not come to an end; please add the steps that are missing.",
    ),
    "calendar_day": Sentence("日期要写成 2026-10-01 这样。", "A day is written like 2026-10-01."),
    "calendar_working": Sentence("是否上班要写“是”或“否”。", "Whether a day is worked is written yes or no."),
    "calendar_name": Sentence("节日名称最多 {most} 个字。", "The name of a day has {most} characters at most."),
    "calendar_twice": Sentence("{day} 出现了两次，请删去一次。", "{day} comes twice; please take one out."),
    "calendar_columns": Sentence(
        "要有 day（日期）和 working（是否上班）两列，name（名称）可以不写。",
        "There have to be the columns day and working; name may be left out.",
    ),
    "calendar_rest": Sentence(
        "到 {day} 已经连续 {most} 多天没有人上班，请检查是否写错。",
        "Up to {day} nobody would work for more than {most} days in a row; please check for a mistake.",
    ),
}
