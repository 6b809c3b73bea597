"""What can go wrong in the index; each message is a Chinese sentence for people.

ReportIndexError
├── IndexMissing      no index at the folder
├── IndexMismatch     built with another encoder, chunking or normalisation
├── IndexDamaged      files of the index are missing or unreadable
├── IndexBusy         another build holds the folder
├── IndexUnwritable   the disk refuses what a build writes
├── IndexUnreachable  the Chroma server does not answer
├── ReportUnreadable  a report file cannot be read; the build goes on without it
├── AliasesInvalid    the alias file is not in order
├── EncoderUnusable   the embedding model cannot be loaded, or gives no vectors
└── RerankerUnusable  the cross-encoder cannot be loaded
"""

from __future__ import annotations

BUILD_AGAIN = "请运行 assistant build 重新建立索引。"
"""The end of a message on an index that a build puts right."""


class ReportIndexError(Exception):
    """An error of the index."""


class IndexMissing(ReportIndexError):
    """There is no index at the folder."""


class IndexMismatch(ReportIndexError):
    """The index was made in another way than it is now opened."""


class IndexDamaged(ReportIndexError):
    """Files of the index are missing or unreadable."""


class IndexBusy(ReportIndexError):
    """Another build holds the folder."""


class IndexUnwritable(ReportIndexError):
    """The disk refuses what a build writes."""


class IndexUnreachable(ReportIndexError):
    """The Chroma server that holds the passages does not answer."""


class ReportUnreadable(ReportIndexError):
    """A report file cannot be read."""

    @classmethod
    def of(cls, name: str, reason: str) -> ReportUnreadable:
        """The error for the file `name`: `reason` goes on from its name."""
        return cls(f"文件 {name!r} {reason}")


class AliasesInvalid(ReportIndexError):
    """The alias file is not in order: not TOML, a field unknown, an alias twice or in a loop."""


class EncoderUnusable(ReportIndexError):
    """The embedding model cannot be loaded, or gives no vector for a text."""


class RerankerUnusable(ReportIndexError):
    """The cross-encoder cannot be loaded."""
