"""The settings of the assistant: environment variables `ASSISTANT_*`, also from `.env`."""

from __future__ import annotations

import difflib
import os
import re
from collections.abc import Mapping
from pathlib import Path

from dotenv import dotenv_values
from pydantic import AnyHttpUrl, Field, SecretStr, TypeAdapter, ValidationError
from pydantic_settings import BaseSettings, SettingsConfigDict

from assistant.errors import SettingsInvalid

PREFIX = "ASSISTANT_"
_ENV_FILE = ".env"


class Settings(BaseSettings):
    """All settings, frozen; each field is the variable `ASSISTANT_` and its name in capitals.

    Of each field `description` is printed by `assistant settings`, and `title` says the same in
    English for docs/settings.md.
    """

    model_config = SettingsConfigDict(
        env_prefix=PREFIX, env_file=_ENV_FILE, extra="ignore", frozen=True
    )

    index: Path = Field(
        default=Path("data/index"), title="Folder of the index", description="索引目录"
    )
    data: Path = Field(
        default=Path("data"),
        title="Folder for files made while running, such as those of the web page",
        description="运行时文件的目录（页面临时文件等）",
    )
    database_url: str = Field(
        default="",
        title="Database of the recorded answers, as `postgresql+psycopg://user:password@host/name`; "
        "none: `records.sqlite` in the data folder",
        description="保存回答记录的数据库的地址；空为数据目录中的 records.sqlite",
    )
    records_days: int = Field(
        default=180,
        ge=1,
        le=3650,
        title="Days that an answer is kept, with its link and what readers said of it",
        description="回答的记录（链接和读者意见一并）保存的天数，到期自动删除",
    )
    replies_days: int = Field(
        default=3650,
        ge=1,
        le=36500,
        title="Days that a reply to a letter is kept after its last change, with its versions and "
        "who approved it",
        description="来信答复（各版本和审核记录一并）自最后一次改动起保存的天数，到期自动删除",
    )
    chroma_url: str = Field(
        default="",
        title="Address of the Chroma server that holds the passages; none: embedded in the index",
        description="存放段落的 Chroma 服务器的网址；空为嵌在索引目录中",
    )
    embedding_model: str = Field(
        default="",
        title="Encoder in place of the one that ships: a folder or a name of sentence-transformers",
        description="编码模型：sentence-transformers 的本地目录或名称；空为自带模型",
    )
    embedding_query_instruction: str = Field(
        default="",
        title="Text put before each question when it is encoded; none: the encoder's own",
        description="编码问题时加在前面的提示语；空为编码模型自己的",
    )
    reranker_model: str = Field(
        default="",
        title="Cross-encoder that re-orders what was found: a folder or a name of "
        "sentence-transformers; none: no re-ranking",
        description="重排模型（cross-encoder）：sentence-transformers 的本地目录或名称；空为不重排",
    )
    llm_base_url: str = Field(
        default="",
        title="Address of an OpenAI-compatible endpoint; none: the OpenAI client's own",
        description="大模型接口地址（OpenAI 兼容）；空为接口默认地址",
    )
    llm_model: str = Field(
        default="",
        title="Name of the language model; none: extractive answers, without a model",
        description="大模型名称；空为摘录模式，不用大模型",
    )
    llm_api_key: SecretStr = Field(
        default=SecretStr(""), title="Key of the endpoint", description="大模型密钥"
    )
    llm_timeout: float = Field(
        default=30.0,
        gt=0,
        le=600,
        title="Seconds that a question may wait for the language model, retries included",
        description="一个问题等候大模型的时限（秒），含重试",
    )
    llm_understands: bool = Field(
        default=False,
        title="Whether the language model is asked which name of the reports a question means that "
        "has none of them",
        description="问的数字用的不是报告里的名称时，是否请大模型指出所指的名称（1 为是）",
    )
    llm_context: int = Field(
        default=8192,
        ge=2048,
        le=2_000_000,
        title="Tokens that the language model reads",
        description="大模型的上下文长度（词元）",
    )
    llm_reading: int = Field(
        default=2000,
        ge=200,
        le=2_000_000,
        title="Tokens of the reports that the language model reads for a question, at the most: the "
        "best sentences found and their figures",
        description="每个问题交给大模型阅读的报告内容的上限（词元）",
    )
    llm_concurrency: int = Field(
        default=4,
        ge=1,
        le=256,
        title="Calls to the language model at a time",
        description="同时调用大模型的次数上限",
    )
    llm_token_table: Path | None = Field(
        default=None,
        title="tiktoken file by which the model's tokens are counted; none: the one that ships",
        description="大模型的词元表（tiktoken 格式的文件）；空为自带的",
    )
    home_place: str = Field(
        default="",
        title="Place meant by a question that names none; its full name, as 安阳市北关区",
        description="问题没有写明地方时所指的地方（全名，如 安阳市北关区）",
    )
    office: str = Field(
        default="",
        title="Office that signs drafted replies, as 北关区人民政府办公室",
        description="答复拟稿的落款单位（如 北关区人民政府办公室）",
    )
    owner: str = Field(
        default="",
        title="Who runs the service, named at the foot of its pages",
        description="主办单位，写在网页页脚",
    )
    contact: str = Field(
        default="",
        title="Where a reader turns to with questions about the service: a telephone number, an "
        "address; at the foot of its pages",
        description="联系方式（电话、邮箱等），写在网页页脚",
    )
    staff_page: bool = Field(
        default=False,
        title="Whether the staff page is open at `/staff`; it has no login, so only inside an "
        "office's own network",
        description="是否打开工作人员页面 /staff（没有登录，只应在内部网络中打开；1 为打开）",
    )
    hosts: str = Field(
        default="",
        title="Host names of the web server, separated by commas; where set, requests for another "
        "name are refused (IP addresses and `localhost` pass)",
        description="网页服务的主机名，几个用逗号隔开；写明后，用别的主机名访问一律拒绝（IP 地址和 localhost 除外）",
    )
    host: str = Field(
        default="127.0.0.1",
        title="Address that the web server listens on",
        description="网页服务的监听地址",
    )
    port: int = Field(
        default=7860, ge=1, le=65535, title="Port of the web server", description="网页服务的端口"
    )


def load_settings() -> Settings:
    """The settings in force. Raises SettingsInvalid, naming each one that is wrong or unknown."""
    _refuse_unknown({**dotenv_values(_ENV_FILE), **os.environ})
    try:
        settings = Settings()
    except ValidationError as error:
        wrong = "；".join(
            f"{PREFIX}{str(part['loc'][0]).upper()}={part['input']!r}（{part['msg']}）"
            for part in error.errors()
        )
        raise SettingsInvalid(f"设置不正确：{wrong}。") from error
    _refuse_unusable(settings)
    return settings


def _refuse_unusable(settings: Settings) -> None:
    """Refuse here what would fail only at the first question: a bad address, a model left out."""
    _refuse_no_address(settings, "chroma_url", "http://主机:端口")
    _refuse_no_address(settings, "llm_base_url", "http://主机:端口/v1")
    if settings.embedding_query_instruction and not settings.embedding_model:
        raise SettingsInvalid(
            f"设置了 {variable('embedding_query_instruction')}，"
            f"还须用 {variable('embedding_model')} 写明编码模型；自带的模型不用提示语。"
        )
    if settings.llm_base_url and not settings.llm_model:
        raise SettingsInvalid(
            f"设置了 {variable('llm_base_url')}，还须用 {variable('llm_model')} 写明大模型的名称。"
        )


def _refuse_no_address(settings: Settings, field: str, like: str) -> None:
    url = getattr(settings, field)
    if url and not is_web_address(url):
        raise SettingsInvalid(
            f"设置不正确：{variable(field)}={without_secrets(url)!r} 不是网址，应写成 {like} 的样子。"
        )


def is_web_address(url: str) -> bool:
    """Whether `url` is an http or https address."""
    try:
        TypeAdapter(AnyHttpUrl).validate_python(url)
    except ValidationError:
        return False
    return True


def without_secrets(url: str) -> str:
    """An address as it may be printed: without the name, password and query in it, which may be a
    key. Any other text as it is."""
    return re.sub(r"(?<=//)[^/\s]*(?=@)|(?<=\?)\S+", "***", url) if "://" in url else url


def variable(field: str) -> str:
    """The environment variable of a field."""
    return PREFIX + field.upper()


def _refuse_unknown(environment: Mapping[str, str | None]) -> None:
    """pydantic-settings passes over a misspelt variable; a reader who set it would never know."""
    known = [variable(field) for field in Settings.model_fields]
    for name in sorted(environment):
        if name.upper().startswith(PREFIX) and name.upper() not in known:
            near = difflib.get_close_matches(name.upper(), known, n=1)
            hint = f"是否想写 {near[0]}？" if near else "运行 assistant settings 可查看全部设置。"
            raise SettingsInvalid(f"没有名为 {name!r} 的设置。{hint}")
