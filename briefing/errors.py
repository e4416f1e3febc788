"""What stops the work, as opposed to a `Problem`, which travels beside it.

BriefingError             cannot go on; the message says what, where and what to do
├── UsageError            the command was called wrongly                     (exit 2)
│   ├── SettingError      a setting is unknown or has a bad value            (exit 2)
│   └── AddressError      an e-mail address is none                          (exit 2)
├── InputError            no article could be read                           (exit 1)
│   └── ScopeError        what was given could be read, and is no article    (exit 1)
├── StoppedError          the user interrupted the work; what is done is kept (exit 130)
├── LexiconError          a word list is broken                              (exit 1)
├── RecordError           a record (brief.json) can't be read                (exit 1)
├── VerificationError     a printed statement is not in its source           (exit 1)
├── ArchiveError          the archive can't be read or written                (exit 1)
├── SignatureError        a record is not signed by a trusted key            (exit 1)
├── MarkingError          a marking is unknown, or forbids what is asked     (exit 1)
├── NotesError            the analyst's notes can't be read or cite nothing   (exit 1)
├── EditsError            the analyst's edits can't be read at all           (exit 1)
├── TemplateError         a theme's own files are at fault                    (exit 1)
├── DeliveryError         a message can't be handed to its mail server       (exit 1)
└── OutputError           the result can't be written                        (exit 1)
"""

from __future__ import annotations


class BriefingError(Exception):
    """Cannot go on. One line for the user: what happened, where, and what to do next."""

    exit_status = 1

    def __init__(self, what: str, *, where: str | None = None, hint: str | None = None) -> None:
        self.what, self.where, self.hint = what, where, hint
        super().__init__(what)

    def __str__(self) -> str:
        line = f"{self.where}: {self.what}" if self.where else self.what
        return f"{line}. {self.hint}" if self.hint else line


class UsageError(BriefingError):
    """The command was called wrongly."""

    exit_status = 2


class SettingError(UsageError):
    """A setting is unknown, or its value does not fit; `where` names the file, line and key."""


class AddressError(UsageError):
    """What was given as an e-mail address is none, or holds what no address may."""


class InputError(BriefingError):
    """No article could be read from what was given."""


class ScopeError(InputError):
    """What was given could be read, and holds no article: a list of links, a video, a picture."""


class StoppedError(BriefingError):
    """The user interrupted the work; what is done is kept."""

    exit_status = 130


class LexiconError(BriefingError):
    """A word list breaks its own rules, or an example in it does not fire."""


class RecordError(BriefingError):
    """A record file (brief.json) is missing, damaged, or of another schema."""


class VerificationError(BriefingError):
    """Something printed is not in the words of the span that it cites."""


class ArchiveError(BriefingError):
    """The archive can't be read or written, or does not have what was asked for."""


class SignatureError(BriefingError):
    """A record is not signed, or by none of the trusted keys; or a key is of no use."""


class MarkingError(BriefingError):
    """A label is none of the scheme, or what was asked would go below a marking."""


class NotesError(BriefingError):
    """The analyst's notes break their form, or cite what is not there; `where` is file and line."""


class EditsError(BriefingError):
    """The file of an analyst's edits can't be read, or is no TOML."""


class TemplateError(BriefingError):
    """A theme's own files are at fault: one is missing, can't be read, or can't be rendered."""


class DeliveryError(BriefingError):
    """Messages can't be handed over: the mail server, the settings for it, or the outbox is in the way."""


class OutputError(BriefingError):
    """The result can't be written where it should go."""
