"""Models of sentence-transformers, from a folder or by their name on the hub; the only loader.

A folder, and a model that was fetched before, is loaded without asking any network.
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from pathlib import Path
from pickle import UnpicklingError
from typing import Any, Literal

from safetensors import SafetensorError

from index.errors import EncoderUnusable, ReportIndexError, RerankerUnusable

Kind = Literal["SentenceTransformer", "CrossEncoder"]

_LONGEST = 1024
"""Tokens read of a text at most: more than a passage has; a page pasted as a question ends there."""
_HUB_NAME = re.compile(r"[A-Za-z0-9][A-Za-z0-9._-]*(?:/[A-Za-z0-9][A-Za-z0-9._-]*)?")
_REACH_S = 5.0
_ERRORS: dict[Kind, tuple[str, type[ReportIndexError]]] = {
    "SentenceTransformer": ("编码模型", EncoderUnusable),
    "CrossEncoder": ("重排模型", RerankerUnusable),
}
# What loaders of damaged folders were seen to raise.
_UNLOADABLE = (
    *(OSError, ValueError, LookupError, TypeError, AttributeError, RuntimeError, ImportError),
    *(SafetensorError, UnpicklingError),
)


@dataclass(frozen=True, slots=True)
class Pretrained:
    """A loaded model on the CPU, and where it is from: `folder` is None for one of the hub."""

    model: Any
    name: str
    folder: Path | None


def load_pretrained(kind: Kind, model: str | Path) -> Pretrained:
    """The model in the folder, or of the hub where `model` has the form of a name there.

    Raises EncoderUnusable or RerankerUnusable, by `kind`, with the model's name, in seconds also
    where no network answers.
    """
    called, error_type = _ERRORS[kind]
    given = Path(model).expanduser()
    folder = given if given.is_dir() else None
    if folder is None and not (isinstance(model, str) and _is_hub_name(model)):
        raise error_type(f"无法加载{called} {str(model)!r}：没有这个目录。")
    try:
        loaded = _load(kind, str(folder), local=True) if folder else _from_hub(kind, str(model))
    except _UNLOADABLE as error:
        raise error_type(f"无法加载{called} {str(model)!r}：{_first_line(error)}") from error
    return Pretrained(loaded, str(model) if folder is None else _name_of(folder), folder)


def _is_hub_name(model: str) -> bool:
    return _HUB_NAME.fullmatch(model) is not None and not Path(model).exists()


def _from_hub(kind: Kind, name: str) -> Any:
    try:
        return _load(kind, name, local=True)
    except OSError:
        _reach_hub()
        return _load(kind, name, local=False)


def _reach_hub() -> None:
    """Raises ConnectionError at once: the hub's own client tries for over a minute."""
    import httpx2
    from huggingface_hub import constants, get_session

    if constants.HF_HUB_OFFLINE:
        raise ConnectionError("本机没有这个模型，又设置了 HF_HUB_OFFLINE，不能下载。")
    try:
        get_session().head(constants.ENDPOINT, timeout=_REACH_S)
    except httpx2.HTTPError as error:
        raise ConnectionError(
            f"本机没有这个模型，也连不上 {constants.ENDPOINT}。"
            "请先在有网络的机器上下载，再把设置写成它的目录。"
        ) from error


def _load(kind: Kind, name: str, *, local: bool) -> Any:
    # Imported here, not above: it takes seconds, and a refusal of an index needs no encoder.
    import sentence_transformers
    from transformers.utils import logging

    logging.disable_progress_bar()  # type: ignore[no-untyped-call]
    model = getattr(sentence_transformers, kind)(
        name, device="cpu", local_files_only=local, trust_remote_code=False
    )
    longest = model.max_seq_length
    # Word vectors, at infinity, are quick at any length and take no limit.
    if longest is None or _LONGEST < longest < math.inf:
        model.max_seq_length = _LONGEST
    return model


def _name_of(folder: Path) -> str:
    """The folder's name; of a folder in the hub's cache (…--NAME/snapshots/HASH) the model's."""
    whole = folder.resolve()
    named = whole.parent.parent if whole.parent.name == "snapshots" else whole
    return named.name.rpartition("--")[2]


def _first_line(error: BaseException) -> str:
    lines = str(error).strip().splitlines()
    return f"{lines[0]}（{type(error).__name__}）" if lines else type(error).__name__
