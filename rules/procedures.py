"""How a community deals with reports: its categories with their words, its clocks and its steps, as data."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import timedelta
from enum import StrEnum

from rules.refusals import Code, Refusal, refuse
from rules.reports import ALL_STEPS, DEFAULT_STEPS, ENDED, LEADS_TO, Clock, Stage, Step, Steps
from rules.texts import alike, one_line

WARNS_AT = (4, 5)
"""The part of a clock after which somebody is warned."""
OTHER = "other"
MOST_CATEGORIES, MOST_WORDS, LONGEST_WORD, LONGEST_CODE, LONGEST_NAME = 60, 100, 40, 40, 80
LONGEST_CLOCK = 366 * 24 * 60
SHORTEST_CLOCK = 5


class Urgency(StrEnum):
    """How fast something has to be dealt with."""

    DANGER = "DANGER"
    UTILITIES = "UTILITIES"
    ORDINARY = "ORDINARY"
    COMPLEX = "COMPLEX"


@dataclass(frozen=True, slots=True)
class Category:
    """What a report may be about, the code of the department that sees to it, and the words that point to it."""

    code: str
    name: str
    english: str
    urgency: Urgency
    department: str | None = None
    working_time: bool = False
    words: tuple[str, ...] = ()

    def called(self, language: str) -> str:
        """Its name in a language: in English where that is asked for, in Chinese everywhere else."""
        return self.english if language == "en" else self.name


@dataclass(frozen=True, slots=True)
class Procedure:
    """One version of it. `clocks` are in minutes."""

    version: int
    categories: tuple[Category, ...]
    clocks: Mapping[Urgency, Mapping[Clock, int]]
    steps: Steps = field(default_factory=lambda: DEFAULT_STEPS)

    def category(self, code: str) -> Category:
        """The category with this code; the last one, which is for all that fits nowhere, where there is none."""
        return next((each for each in self.categories if each.code == code), self.categories[-1])

    def length(self, code: str, clock: Clock) -> timedelta:
        """How long the clock of a category runs."""
        return timedelta(minutes=self.clocks[self.category(code).urgency][clock])

    def proposed(self, description: str) -> Category:
        """The category whose words say most of the description; the last where none is in it."""
        said = alike(description)

        def weight(category: Category) -> int:
            return sum(len(word) for word in map(alike, category.words) if word in said)

        best = max(self.categories, key=weight)
        return best if weight(best) else self.categories[-1]


def tidied(procedure: Procedure) -> Procedure:
    """The same with its texts cleaned, no word twice in a category, and every stage named."""
    return replace(
        procedure,
        categories=tuple(
            replace(
                each,
                code=one_line(each.code),
                name=one_line(each.name),
                english=one_line(each.english),
                department=one_line(each.department or "") or None,
                words=tuple(dict.fromkeys(map(one_line, each.words))),
            )
            for each in procedure.categories
        ),
        steps={stage: procedure.steps.get(stage, frozenset()) for stage in Stage},
    )


def with_words(procedure: Procedure, code: str, words: Sequence[str]) -> Procedure | Refusal:
    """The same with other words for one category, which has to be one of its."""
    if all(each.code != code for each in procedure.categories):
        return refuse(Code.INVALID, "report_category", "category")
    changed = (replace(each, words=tuple(words)) if each.code == code else each for each in procedure.categories)
    return replace(procedure, categories=tuple(changed))


def accept(procedure: Procedure) -> Refusal | None:
    """None for a procedure under which no report can be left without a clock or an end."""
    codes = [each.code for each in procedure.categories]
    if not 1 <= len(codes) <= MOST_CATEGORIES or len(set(codes)) < len(codes):
        return refuse(Code.INVALID, "procedure_categories", "categories", most=MOST_CATEGORIES)
    for each in procedure.categories:
        words = len(each.words) <= MOST_WORDS and all(0 < len(alike(word)) <= LONGEST_WORD for word in each.words)
        texts = 0 < len(each.code) <= LONGEST_CODE and all(
            0 < len(n) <= LONGEST_NAME for n in (each.name, each.english)
        )
        if not words or not texts:
            return refuse(Code.INVALID, "procedure_category", "categories", category=each.code[:LONGEST_CODE])
    return _accept_clocks(procedure) or _accept_steps(procedure.steps)


def _accept_clocks(procedure: Procedure) -> Refusal | None:
    for urgency in Urgency:
        lengths = procedure.clocks.get(urgency, {})
        if any(not SHORTEST_CLOCK <= lengths.get(clock, 0) <= LONGEST_CLOCK for clock in Clock):
            return refuse(Code.INVALID, "procedure_clock", "clocks", least=SHORTEST_CLOCK, most=LONGEST_CLOCK)
    return None


def _accept_steps(steps: Steps) -> Refusal | None:
    for stage in Stage:
        if not steps.get(stage, frozenset()) <= ALL_STEPS[stage]:
            return refuse(Code.INVALID, "procedure_step_unknown", "steps", stage=stage.value)
    for stage in frozenset(Stage) - ENDED:
        given = steps.get(stage, frozenset())
        reached = _reached(stage, steps)
        if not reached >= {Stage.RESOLVED, Stage.REJECTED} or (Step.ASK in given) != (Step.ANSWER in given):
            return refuse(Code.INVALID, "procedure_dead_end", "steps", stage=stage.value)
    return None


def _reached(stage: Stage, steps: Steps) -> set[Stage]:
    reached, waiting = set[Stage](), [stage]
    while waiting:
        for step in steps.get(waiting.pop(), frozenset()):
            then = LEADS_TO.get(step)
            if then and then not in reached:
                reached.add(then)
                waiting.append(then)
    return reached


def _clocks(dispatch: int, answer: int) -> Mapping[Clock, int]:
    return {Clock.DISPATCH: dispatch, Clock.ANSWER: answer}


HOUR, A_DAY = 60, 24 * 60
DEFAULT_CLOCKS = {
    Urgency.DANGER: _clocks(HOUR, 2 * HOUR),
    Urgency.UTILITIES: _clocks(2 * HOUR, A_DAY),
    Urgency.ORDINARY: _clocks(A_DAY, 7 * A_DAY),
    Urgency.COMPLEX: _clocks(A_DAY, 15 * A_DAY),
}


def _category(code: str, names: Sequence[str], urgency: Urgency, words: str, *, working: bool = False) -> Category:
    return Category(code, names[0], names[1], urgency, code, working, tuple(words.split()))


DEFAULT = Procedure(
    version=1,
    categories=(
        _category(
            "danger",
            ("安全危险", "Danger"),
            Urgency.DANGER,
            "着火 起火 冒烟 漏气 煤气 燃气 漏电 触电 电线掉 坠落 掉砖 塌 困人 井盖 fire gas smoke sparks manhole",
        ),
        _category(
            "utilities",
            ("水电气热", "Water, power and heating"),
            Urgency.UTILITIES,
            "停水 停电 漏水 爆管 水管 跳闸 暖气 不热 下水道 堵了 污水 water power outage leak sewage heating",
        ),
        _category("lights", ("路灯照明", "Lights"), Urgency.ORDINARY, "路灯 灯不亮 灯坏 楼道灯 太黑 lamp light"),
        _category("roads", ("道路设施", "Roads"), Urgency.ORDINARY, "路面 坑 台阶 栏杆 地砖 围栏 road pothole railing"),
        _category("lifts", ("电梯", "Lifts"), Urgency.UTILITIES, "电梯 lift elevator"),
        _category(
            "rubbish",
            ("环境卫生", "Rubbish"),
            Urgency.ORDINARY,
            "垃圾 脏 臭 味道 苍蝇 老鼠 油烟 乱扔 rubbish garbage trash smell",
        ),
        _category(
            "traffic",
            ("停车和堵路", "Parking and blocked ways"),
            Urgency.ORDINARY,
            "停车 占道 占车位 堵路 消防通道 僵尸车 飞线 充电 parking blocked",
        ),
        _category("noise", ("噪音", "Noise"), Urgency.ORDINARY, "噪音 吵 扰民 装修 广场舞 noise loud", working=True),
        _category(
            "building",
            ("违建和房屋", "Buildings"),
            Urgency.COMPLEX,
            "违建 私搭 乱建 外墙 裂缝 屋顶 渗水 building wall roof",
            working=True,
        ),
        Category(OTHER, "其他", "Something else", Urgency.ORDINARY),
    ),
    clocks=DEFAULT_CLOCKS,
)
"""Where a community has not adopted one of its own. It is version 1 everywhere."""
