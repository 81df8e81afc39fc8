"""What every voice can do."""

from __future__ import annotations

from collections.abc import Callable
from typing import Protocol

Spoken = Callable[[bool], None]  # called once, on any thread: whether it was said to its end


class Voice(Protocol):
    """Says one sentence at a time. Not from the main thread: each call may take a while."""

    def say(self, words: str, language: str, speed: float, spoken: Spoken) -> None:
        """Begin to say `words` ("zh" or "en"); call `spoken` when they are said, or cut off.

        `speed`: how many times as fast as usual, 0.5 to 2. Raises `MachineError` where the voice is gone.
        """

    def stop(self) -> None:
        """Cut off what is being said."""

    def close(self) -> None:
        """Cut off what is being said and let go of the voice. At once: the window closes."""
