"""Captions: what was said at a meeting, by whom and when, read from WebVTT and SRT and written for others to use."""

from rules.captions.caption import LONGEST, MOST_CAPTIONS, SPEAKER, UTTERANCE, Caption
from rules.captions.reading import read_captions
from rules.captions.writing import as_json, plain_text, webvtt

__all__ = [
    "LONGEST",
    "MOST_CAPTIONS",
    "SPEAKER",
    "UTTERANCE",
    "Caption",
    "as_json",
    "plain_text",
    "read_captions",
    "webvtt",
]
