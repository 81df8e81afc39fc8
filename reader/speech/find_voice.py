"""Which voice this machine has."""

from __future__ import annotations

import shutil
import sys

from reader.errors import MachineError
from reader.i18n import gettext as _
from reader.speech.command_voice import COMMANDS, CommandVoice
from reader.speech.speech_dispatcher import SpeechDispatcher, find_socket
from reader.speech.voice import Voice


def find_voice() -> Voice:
    """Return the system's voice. Raises `MachineError` with a sentence where there is none."""
    if sys.platform.startswith("linux") and (socket := find_socket()) is not None:
        return SpeechDispatcher(socket)
    for program, platform, command in COMMANDS:
        if sys.platform.startswith(platform) and shutil.which(program):
            return CommandVoice(command)
    if sys.platform.startswith("linux"):
        raise MachineError(
            _("There is no voice on this machine. Install speech-dispatcher, or espeak-ng, then try again.")
        )
    raise MachineError(_("This system gives no voice to read aloud with."))
