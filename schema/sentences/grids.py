"""Why not, about grids, who looks after them, and the base register."""

from schema.sentences.sentence import Sentence

GRIDS = {
    "grid_unknown": Sentence(
        "没有找到这个网格，请刷新后再试。", "This grid was not found; please reload and try again."
    ),
    "grid_code_unknown": Sentence(
        "地图上没有编号为“{what}”的网格，请检查编号。", "There is no grid “{what}” on the map; please check the code."
    ),
    "grid_worker_or_staff_only": Sentence(
        "这一步只有网格员和社区工作人员可以做。", "Only grid workers and community staff can do this."
    ),
    "those_who_work_here_only": Sentence(
        "只有在社区工作的人可以看工作量。", "Only those who work for the community can see this."
    ),
    "geojson_not_a_map": Sentence(
        "请给出一个 GeoJSON FeatureCollection，里面有 1 到 {most} 个网格。",
        "Please give a GeoJSON FeatureCollection with 1 to {most} grids.",
    ),
    "feature_unnamed": Sentence(
        "第 {number} 个网格没有写对编号（code）和名称（name），请补上。",
        "Feature {number} needs a `code` of up to 40 characters, a `name` of up to 80, and a `kind` that is grid or"
        " community, or none.",
    ),
    "polygon_missing": Sentence(
        "“{what}”没有画出范围，请给出一个多边形。", "There is no outline of “{what}”; please give it a polygon."
    ),
    "polygon_in_pieces": Sentence(
        "网格“{what}”分成了几块，请画成连在一起的一块。", "Grid “{what}” is in several pieces; please draw it in one."
    ),
    "polygon_off_the_earth": Sentence(
        "“{what}”的坐标不在地球上，请按经度、纬度的顺序写。",
        "The outline of “{what}” is not on the earth; please give longitude first, then latitude.",
    ),
    "polygon_crosses_itself": Sentence(
        "“{what}”的边线自己交叉了，请重新画。", "The outline of “{what}” crosses itself; please draw it anew."
    ),
    "code_twice": Sentence("编号“{what}”出现了两次，请改一个。", "The code “{what}” comes twice; please change one."),
    "grids_overlap": Sentence(
        "网格“{what}”和“{other}”重叠了，请把边线画在一起。",
        "Grids “{what}” and “{other}” overlap; please draw their border as one.",
    ),
    "grids_gap": Sentence(
        "网格“{what}”旁边有一块地不属于任何网格，请补上。",
        "There is ground beside grid “{what}” that belongs to no grid; please close the gap.",
    ),
    "grid_apart": Sentence(
        "网格“{what}”和别的网格不相连，请补上中间的空隙。",
        "Grid “{what}” does not touch the others; please close the gap between them.",
    ),
    "grid_beyond_outline": Sentence(
        "网格“{what}”超出了社区的范围，请画在里面。",
        "Grid “{what}” reaches beyond the community's outline; please keep it inside.",
    ),
    "outline_not_filled": Sentence(
        "网格“{what}”旁边还有社区的地没有划进网格，请补上。",
        "There is ground of the community beside grid “{what}” that belongs to no grid; please close the gap.",
    ),
    "outline_alone": Sentence(
        "社区的范围要和它的网格在同一个文件里，请一起给出。",
        "The outline comes together with the grids that fill it; please put them into the same file.",
    ),
    "building_outside": Sentence(
        "楼“{what}”不在任何网格里，请改网格的边线。",
        "Building “{what}” lies in no grid; please draw the grids so that one holds it.",
    ),
    "building_sticks_out": Sentence(
        "楼“{what}”有一部分在网格“{grid}”外面，请改边线。",
        "Building “{what}” sticks out of grid “{grid}”; please draw the grid so that it holds the whole building.",
    ),
    "building_in_two": Sentence(
        "楼“{what}”同时在网格“{grid}”和“{other}”里，请让边线绕开楼。",
        "Building “{what}” lies in grids “{grid}” and “{other}”; please lead the border around it.",
    ),
    "building_unknown": Sentence(
        "没有编号为“{what}”的楼，请先导入楼。", "There is no building “{what}”; please import the buildings first."
    ),
    "no_buildings": Sentence(
        "这个社区还没有楼，请先导入楼。", "The community has no buildings yet; please import them first."
    ),
    "item_outside": Sentence(
        "“{what}”不在任何网格里，请检查它的位置。", "Entry “{what}” lies in no grid; please check where it is."
    ),
    "point_missing": Sentence(
        "“{what}”没有写位置，请给出经度和纬度。", "Entry “{what}” has no place; please give its latitude and longitude."
    ),
    "place_impossible": Sentence(
        "地球上没有这个地方，请检查经纬度。", "There is no such place; please check the degrees."
    ),
    "household_unknown": Sentence("您的社区里没有找到这一户。", "There is no such household in your community."),
    "number_wrong": Sentence(
        "{name} 要写 0 到 {most} 的整数。", "{name} has to be a whole number from 0 to {most}; please correct it."
    ),
    "not_a_grid_worker": Sentence(
        "这位居民还不是网格员，请先请管理员授予网格员身份。",
        "This person is not a grid worker; please have an administrator give them that role first.",
    ),
    "cover_oneself": Sentence(
        "不能由自己代班，请换一个人。", "Nobody covers for themselves; please choose somebody else."
    ),
    "cover_time": Sentence(
        "结束要在开始之后，最多 {most} 天，请改时间。",
        "A cover ends after it begins, and within {most} days; please change the times.",
    ),
    "covered_already": Sentence(
        "这段时间已经有人代班了，请换一段时间。", "Somebody covers for them then already; please choose another time."
    ),
    "cover_away": Sentence(
        "代班的人这段时间自己不在，或者要被代的人正在替别人代班，请换人或换时间。",
        "Whoever covers is away then, or the other is covering for somebody; please choose another person or time.",
    ),
    "cover_unknown": Sentence(
        "没有找到这次代班，请刷新后再试。", "This cover was not found; please reload and try again."
    ),
    "training_future": Sentence(
        "培训日期还没有到，请改日期。", "The training is still to come; please change the day."
    ),
    "training_ends_before": Sentence(
        "到期的日子早于培训的日子，请改日期。", "It would expire before the training; please change the day."
    ),
    "trade_unknown": Sentence(
        "没有这个条线，可以写：{trades}。", "There is no such trade; please write one of: {trades}."
    ),
    "trade_grid_taken": Sentence(
        "网格“{what}”已经属于这个条线的另一个网格，请先改那一个。",
        "Grid “{what}” is part of another grid of this trade; please change that one first.",
    ),
    "register_code": Sentence(
        "类别的编号要用小写字母、数字和下划线，最多 40 个，请换一个。",
        "The code of a kind is 1 to 40 small letters, digits and underscores, beginning with a letter, and not a word"
        " that imports use; please choose another.",
    ),
    "register_kind_unknown": Sentence("没有这个类别，请先建立。", "There is no such kind; please draw it up first."),
    "kind_not_drawn_up": Sentence(
        "没有“{kind}”这个类别，请先建立，或检查拼写。",
        "There is no kind “{kind}”; please draw it up first, or check how it is written.",
    ),
    "kind_missing": Sentence(
        "这一行没有写是什么（kind），请补上。", "This does not say what it is; please give a `kind`, or use --as."
    ),
    "register_sort_fixed": Sentence(
        "类别属于场所、设施、单位还是活动，定了就不能改，请新建一个类别。",
        "Whether a kind is of places, things, organizations or events stays; please draw up another kind.",
    ),
    "schema_wrong": Sentence(
        "这不是可用的 JSON Schema：要描述一个 object，不用 $ref 引用，并且不太长。请修改。",
        "This is no JSON Schema that can be used: it describes an object, has no $ref, and is not too"
        " long; please change it.",
    ),
    "attributes_wrong": Sentence(
        "“{attribute}”不合这个类别的要求（{rule}），请修改。",
        "The attribute “{attribute}” does not fit what its kind asks for ({rule}); please correct it.",
    ),
    "attributes_too_long": Sentence(
        "内容太多，请缩短到 {most} 字节以内。", "The attributes are too long; please keep them to {most} bytes."
    ),
    "file_unreadable": Sentence(
        "文件读不懂，请给出带表头的 CSV 或 GeoJSON FeatureCollection。",
        "This file cannot be read; please give CSV with a heading and as many cells in each line, or a GeoJSON"
        " FeatureCollection.",
    ),
    "file_empty": Sentence("文件里没有内容，请检查。", "There is nothing in this file; please check it."),
}
