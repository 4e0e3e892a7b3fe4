"""A sentence that people read."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Sentence:
    """One plain sentence in both languages, with gaps for values."""

    zh: str
    en: str

    def said(self, language: str, **values: str | int) -> str:
        """The sentence in the language, its gaps filled."""
        return (self.en if language == "en" else self.zh).format(**values)
