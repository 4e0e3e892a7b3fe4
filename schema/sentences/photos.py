"""Why not, about photos."""

from schema.sentences.sentence import Sentence

PHOTOS = {
    "photo_missing": Sentence("没有收到照片，请重新选一张。", "No photo has come; please choose one again."),
    "photo_one": Sentence("一次只能传一张照片。", "Please send one photo at a time."),
    "photo_too_large": Sentence(
        "照片太大了，请选 {most} MB 以内的。", "The photo is too large; please choose one of at most {most} MB."
    ),
    "photo_too_many_pixels": Sentence(
        "照片的像素太多了，请选 {million} 百万像素以内的。",
        "The photo has too many pixels; please choose one of at most {million} megapixels.",
    ),
    "photo_kind": Sentence(
        "这不是能打开的照片，请选 JPEG、PNG、WebP 或 HEIC 格式的。",
        "This is not a photo we can open; please choose a JPEG, PNG, WebP or HEIC.",
    ),
    "photo_broken": Sentence(
        "照片不完整或者坏了，请换一张，或者重新拍。",
        "The photo is incomplete or damaged; please choose another, or take it again.",
    ),
    "photo_heavy": Sentence(
        "照片太大，打不开，请缩小以后再传，或者把它截图再传。",
        "The photo takes too much to open; please make it smaller, or send a screenshot of it.",
    ),
    "photo_mixed": Sentence(
        "照片文件里夹带了别的东西，请换一张，或者把它截图再传。",
        "There is something else inside the photo's file; please choose another, or send a screenshot of it.",
    ),
    "photo_unknown": Sentence(
        "没有找到这张照片，可能放得太久了，请重新上传。",
        "This photo was not found, perhaps because it waited too long; please send it again.",
    ),
    "photo_used": Sentence(
        "这张照片已经用过了，请另外上传一张。", "This photo is in use already; please send another."
    ),
    "photos_number": Sentence("最多放 {most} 张照片。", "At most {most} photos, please."),
    "photos_too_many": Sentence(
        "照片传得太多了，请过 {minutes} 分钟再传。", "Too many photos were sent; please try again in {minutes} minutes."
    ),
}
