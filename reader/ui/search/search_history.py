"""What was asked before, and what the person keeps to ask again; both in the settings."""

from __future__ import annotations

from reader.settings import Settings

_MOST = 20


class Memory:
    """Recent and saved questions, the newest first."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    @property
    def recent(self) -> list[str]:
        """The texts asked for lately."""
        return [text for text in self._settings.get("search_recent") if isinstance(text, str)]

    @property
    def saved(self) -> list[str]:
        """The texts kept by the person."""
        return [text for text in self._settings.get("search_saved") if isinstance(text, str)]

    def note(self, text: str) -> None:
        """Note that `text` was asked and led somewhere. A text that only grew replaces its beginning."""
        words = " ".join(text.split())
        if words:
            others = [one for one in self.recent if one != words and not words.startswith(one)]
            self._settings.set("search_recent", [words, *others][:_MOST])

    def save(self, text: str, *, on: bool = True) -> None:
        """Keep `text`, or keep it no longer."""
        words = " ".join(text.split())
        others = [one for one in self.saved if one != words]
        if words:
            self._settings.set("search_saved", [words, *others] if on else others)

    def forget(self) -> None:
        """Forget what was asked lately."""
        self._settings.set("search_recent", [])
