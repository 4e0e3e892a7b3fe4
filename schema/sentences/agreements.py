"""Why not, about agreements."""

from schema.sentences.sentence import Sentence

AGREEMENTS = {
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
}
