"""The command `assistant`: reads its arguments, calls the command, turns errors into exit codes.

The modules of the commands are imported when they run, so that --help and settings answer at once.
Exit codes: 0 done, 1 done in part or failed, 2 wrong arguments or settings.
"""

from __future__ import annotations

import argparse
import importlib
import io
import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

from assistant.errors import AssistantError, InputInvalid, SettingsInvalid
from index.errors import ReportIndexError


def main(argv: Sequence[str] | None = None) -> int:
    """Run the command line `argv` (default: the process's own) and return its exit code."""
    _print_what_can_be_printed()
    arguments = _parser().parse_args(argv)
    try:
        return int(arguments.run(arguments))
    except (SettingsInvalid, InputInvalid) as error:
        return _fail(str(error), arguments, 2)
    except (AssistantError, ReportIndexError) as error:
        return _fail(str(error), arguments, 1)
    except BrokenPipeError:
        return 1
    except KeyboardInterrupt:
        return _fail("已中断。", arguments, 130)


def _print_what_can_be_printed() -> None:
    """Characters that the terminal's encoding lacks, and lone surrogates, are printed as escapes."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="backslashreplace")


def _fail(message: str, arguments: argparse.Namespace, code: int) -> int:
    from assistant.cli.terminal import print_error

    print_error(message, as_json=getattr(arguments, "json", False))
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="assistant",
        description="政府工作报告问答：答案中的每个数字都由程序与所引原文核对。",
    )
    commands = parser.add_subparsers(title="命令", required=True, metavar="命令")
    _add_build(commands)
    _add_reports(commands)
    _add_ask(commands)
    _add_search(commands)
    _add_figures(commands)
    _add_verify(commands)
    _add_serve(commands)
    _add_records(commands)
    _add_draft(commands)
    _add_batch(commands)
    settings = _command(commands, "settings", help="列出全部设置及其当前值")
    settings.add_argument("--json", action="store_true", help="以 JSON 输出")
    return parser


_Commands = argparse._SubParsersAction
_MODULES = {
    **{"ask": "ask", "verify": "ask", "search": "search", "figures": "figures", "serve": "serve"},
    **{"build": "reports", "reports": "reports", "draft": "staff", "batch": "staff"},
    **{"settings": "terminal", "records": "records"},
}
"""The module of `assistant.cli` of each command."""


def _command(
    commands: _Commands[argparse.ArgumentParser], name: str, help: str, description: str = ""
) -> argparse.ArgumentParser:
    """A command; its module is imported when it runs."""

    def run(arguments: argparse.Namespace) -> int:
        module = importlib.import_module(f"assistant.cli.{_MODULES[name]}")
        return int(getattr(module, name)(arguments))

    parser = commands.add_parser(name, help=help, description=description or None)
    parser.set_defaults(run=run)
    return parser


def _add_build(commands: _Commands[argparse.ArgumentParser]) -> None:
    build = _command(commands, "build", help="读取报告，建立或更新索引")
    build.add_argument(
        "paths", nargs="*", type=Path, metavar="路径", help="报告文件或目录（默认为自带的 seeds/）"
    )
    build.add_argument(
        "--watch", action="store_true", help="建好后继续留意这些路径，文件有变化就更新，直到 Ctrl-C"
    )
    _add_index(build)
    build.add_argument("--json", action="store_true", help="以 JSON 输出结果")


def _add_reports(commands: _Commands[argparse.ArgumentParser]) -> None:
    reports = _command(
        commands,
        "reports",
        help="列出已收录的报告：地方、年份、日期、来源文件和存疑之处",
        description="按行政区划和年份列出已收录的报告，并说明存疑之处、文本相同而未重复收录的文件、"
        "以及未能收录的文件。地方、年份或日期不对时，在文件旁用 名称.meta.toml 写明。",
    )
    reports.add_argument("--json", action="store_true", help="以 JSON 输出")
    _add_index(reports)


def _add_ask(commands: _Commands[argparse.ArgumentParser]) -> None:
    ask = _command(commands, "ask", help="提一个问题，或逐行回答一个文件中的问题")
    ask.add_argument("question", nargs="?", metavar="问题", help="要问的问题")
    ask.add_argument(
        "--turn",
        action="append",
        default=[],
        metavar="问题",
        help="此前问过的问题，可重复，先问的在前",
    )
    ask.add_argument("--json", action="store_true", help="以 JSON 输出")
    _add_lines(ask, '{"id", "question", "turns"}')
    _add_index(ask)


def _add_search(commands: _Commands[argparse.ArgumentParser]) -> None:
    search = _command(commands, "search", help="只检索，不作答")
    search.add_argument("query", nargs="?", metavar="查询", help="要检索的内容")
    search.add_argument("-k", type=int, default=5, metavar="N", help="返回的段落数（默认 5）")
    search.add_argument(
        "--place",
        action="append",
        default=[],
        metavar="地方",
        help="只在这个地方的报告中找，可重复；默认为查询中写明的地方",
    )
    search.add_argument(
        "--year",
        action="append",
        default=[],
        type=int,
        metavar="年份",
        help="只在这一年发布的报告中找，可重复",
    )
    search.add_argument(
        "--explain", action="store_true", help="说明每段凭什么排在此处，以及哪些没有取"
    )
    search.add_argument("--json", action="store_true", help="以 JSON 输出")
    _add_lines(search, '{"id", "query"}')
    _add_index(search)


def _add_figures(commands: _Commands[argparse.ArgumentParser]) -> None:
    figures = _command(commands, "figures", help="列出数字台账：报告中每个数字及其指标、时间、地方")
    figures.add_argument("--place", metavar="地方", help="只列这个地方的")
    figures.add_argument("--year", type=int, metavar="年份", help="只列涉及这一年的")
    figures.add_argument("--indicator", metavar="指标", help="只列这项指标的（按名称、别名或含义）")
    figures.add_argument(
        "--kind", choices=("actual", "target", "cumulative"), help="只列实际数、目标数或累计数"
    )
    figures.add_argument(
        "--conflicts",
        action="store_true",
        help="只列说法不一的：同一指标有不同数值，或同一会议有不同日期",
    )
    form = figures.add_mutually_exclusive_group()
    form.add_argument("--json", action="store_true", help="以 JSON 输出")
    form.add_argument("--csv", action="store_true", help="以 CSV 输出")
    _add_index(figures)


def _add_verify(commands: _Commands[argparse.ArgumentParser]) -> None:
    verify = _command(commands, "verify", help="核对别处写成的答案：每个数字是否为所引原文支持")
    verify.add_argument(
        "--jsonl",
        required=True,
        metavar="文件",
        help='每行一个 {"id", "text", "passages": [{"marker", "text"}]}；- 为标准输入',
    )
    verify.add_argument("--out", type=Path, metavar="文件", help="结果的文件（默认为标准输出）")


def _add_serve(commands: _Commands[argparse.ArgumentParser]) -> None:
    serve = _command(commands, "serve", help="打开问答网页")
    serve.add_argument("--host", metavar="地址", help="监听地址（默认 127.0.0.1）")
    serve.add_argument("--port", type=int, metavar="端口", help="端口（默认 7860）")
    _add_index(serve)


def _add_records(commands: _Commands[argparse.ArgumentParser]) -> None:
    records = _command(
        commands,
        "records",
        help="按编号或链接查看一个保存的回答，或把它删除",
        description="以 JSON 输出一个保存的回答。回答到期自动删除，见设置 ASSISTANT_RECORDS_DAYS；"
        "加 --delete 立即删除，读者对它的意见一并删除。",
    )
    records.add_argument("answer", metavar="回答", help="回答的编号或链接（…/a/编号）")
    records.add_argument("--delete", action="store_true", help="删除")


def _add_draft(commands: _Commands[argparse.ArgumentParser]) -> None:
    draft = _command(commands, "draft", help="为一封来信拟写答复，供工作人员审核")
    draft.add_argument("inquiry", metavar="来信", help="来信文件（TXT、MD 或 DOCX）；- 为标准输入")
    draft.add_argument("--docx", type=Path, metavar="文件", help="写成公文格式的 DOCX 文件")
    draft.add_argument("--json", action="store_true", help="以 JSON 输出")
    draft.add_argument("--office", metavar="单位", help="落款单位（默认见 settings）")
    draft.add_argument(
        "--date", type=_day, metavar="日期", help="成文日期，如 2026-11-24（默认为今天）"
    )
    _add_index(draft)


def _add_batch(commands: _Commands[argparse.ArgumentParser]) -> None:
    batch = _command(
        commands,
        "batch",
        help="逐行回答一个表格中的问题，写成新的表格",
        description="逐行回答表格中的问题，附状态、来源、原文和核对结果；中断后再次运行即可接着做。"
        "问题一列中能认出的个人信息（身份证号、手机号、姓名等）在查阅之前隐去，"
        "结果表中也是隐去后的文字；其余各列照原样保留。",
    )
    batch.add_argument("table", metavar="表格", help="问题表格（XLSX、XLSM 或 CSV）")
    batch.add_argument("out", metavar="结果", help="结果文件，按名称写成 .xlsx 或 .csv")
    batch.add_argument(
        "--column", default="问题", metavar="列名", help="问题所在的列（默认“问题”）"
    )
    batch.add_argument("--sheet", default="", metavar="名称", help="工作表（默认为有这一列的那个）")
    _add_index(batch)


def _day(written: str) -> date:
    try:
        return date.fromisoformat(written)
    except ValueError as error:
        message = f"日期 {written!r} 不正确，请写成 2026-11-24 的形式"
        raise argparse.ArgumentTypeError(message) from error


def _add_lines(command: argparse.ArgumentParser, keys: str) -> None:
    command.add_argument("--jsonl", metavar="文件", help=f"批量：每行一个 {keys}；- 为标准输入")
    command.add_argument(
        "--out", type=Path, metavar="文件", help="批量结果的文件（默认为标准输出）"
    )


def _add_index(command: argparse.ArgumentParser) -> None:
    command.add_argument("--index", type=Path, metavar="目录", help="索引目录（默认见 settings）")


if __name__ == "__main__":
    sys.exit(main())
