"""The command `evals`: run suites, score and compare stored runs, measure; exit 0, 1, 2 or 3.

0 passed, 1 the gate was missed, 2 bad input, 3 the run is incomplete.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from evals.errors import BAD_INPUT, INCOMPLETE

_SPLITS = ("dev", "test", "all")


def main(arguments: Sequence[str] | None = None) -> int:
    options = _parser().parse_args(arguments)
    # Imported here: `evals --help` must answer at once.
    from assistant.errors import AssistantError
    from evals.cli import case_commands as casing
    from evals.cli import measure_commands as measuring
    from evals.cli import run_commands as running
    from evals.errors import EvalsError
    from index.errors import ReportIndexError

    commands = {
        "run": running.run,
        "score": running.score,
        "compare": running.compare_runs,
        "report": running.report,
        "bench": measuring.bench,
        "quantities": measuring.quantities,
        "verifier": measuring.verifier,
        "paraphrases": measuring.paraphrases,
        "understand": measuring.understand,
        "open": measuring.open_questions,
        "ledger": measuring.ledger,
        "metadata": measuring.metadata,
        "letters": measuring.letters,
        "llm": measuring.llm,
        "record": measuring.record,
        "endpoint-report": measuring.endpoint_report,
        "new": casing.new,
        "coverage": casing.coverage,
        "import": casing.import_benchmark,
    }
    try:
        code = commands[options.command](options)
        sys.stdout.flush()
    except (EvalsError, AssistantError, ReportIndexError) as error:
        print(error, file=sys.stderr)
        return BAD_INPUT
    except KeyboardInterrupt:
        print("已中断。", file=sys.stderr)
        return INCOMPLETE
    except BrokenPipeError:
        # The reader (head, less) has enough; Python must not complain when it closes the pipe.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return INCOMPLETE
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="evals",
        description="评测政府工作报告问答助手（evaluate the assistant）。",
        epilog="退出码：0 通过，1 未达门槛，2 输入有误，3 评测未完成。",
    )
    commands = parser.add_subparsers(dest="command", required=True, metavar="命令")
    run = commands.add_parser("run", help="提问、存档并评分（ask, store and score）")
    _add_run(run)
    score = commands.add_parser("score", help="对已存档的评测重新评分（score a stored run again）")
    score.add_argument("folder", type=Path, metavar="RUN", help="存档目录")
    for command in (run, score):
        _add_conclusion(command)
    _add_comparison(commands.add_parser("compare", help="比较两次评测（compare two stored runs）"))
    _add_report(commands.add_parser("report", help="写成一个网页（one offline HTML file）"))
    _add_case_commands(commands)
    _add_measures(commands)
    return parser


def _add_run(parser: argparse.ArgumentParser) -> None:
    _add_suites(parser)
    _add_only(parser)
    parser.add_argument("--out", type=Path, metavar="DIR", help="存档目录，默认 data/runs/<时间>")
    parser.add_argument("--resume", type=Path, metavar="RUN", help="继续一次未完成的评测")
    _add_index(parser)
    parser.add_argument(
        "--jobs", type=_count, default=1, metavar="N", help="同时提问的个数，默认 1"
    )
    parser.add_argument(
        "--repeats",
        type=_count,
        default=1,
        metavar="N",
        help="每题问几次（大模型的回答会变），默认 1",
    )
    parser.add_argument(
        "--cache", type=Path, metavar="DIR", help="回答的缓存目录；问过而一切未变的不再问"
    )
    related = parser.add_argument_group(
        "评测集 metamorphic（relations between answers, made from any index）"
    )
    related.add_argument(
        "-n", type=_count, default=100, metavar="N", help="每种关系至多试几次，默认 100"
    )
    related.add_argument("--relations", metavar="A,B", help="只试这些关系，默认全部")
    related.add_argument("--seed", type=int, metavar="S", help="随机种子，默认固定不变")
    other = parser.add_argument_group("评测别的系统（any OpenAI-compatible chat endpoint）")
    other.add_argument("--endpoint", metavar="URL", help="接口地址，如 http://主机:端口/v1")
    other.add_argument("--model", default="", metavar="NAME", help="模型的名称")
    other.add_argument("--key-variable", default="", metavar="NAME", help="放密钥的环境变量的名称")
    other.add_argument("--instructions", type=Path, metavar="FILE", help="系统提示词的文件")


def _add_conclusion(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--gate", action="store_true", help="未达门槛时以 1 退出")
    parser.add_argument(
        "--gates", type=Path, metavar="FILE", help="按这个门槛文件，默认 evals/gates.toml"
    )
    parser.add_argument("--junit", type=Path, metavar="FILE", help="另存 JUnit XML")
    parser.add_argument("--errors", action="store_true", help="逐条列出 metamorphic 中不成立的试验")
    parser.add_argument(
        "--disagreements", action="store_true", help="列出两个评分程序评分不一致的回答"
    )


def _add_comparison(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("before", type=Path, metavar="A", help="前一次的存档目录")
    parser.add_argument("after", type=Path, metavar="B", help="后一次的存档目录")


def _add_report(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, metavar="RUN", help="存档目录")
    parser.add_argument("--before", type=Path, metavar="RUN", help="与哪一次相比")
    parser.add_argument(
        "--gates", type=Path, metavar="FILE", help="门槛文件，默认 evals/gates.toml"
    )
    parser.add_argument("--out", type=Path, metavar="FILE", help="默认为存档目录中的 report.html")


def _add_measures(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    _add_bench(commands)
    _add_check_measures(commands)
    _add_question_measures(commands)
    _add_gold_measures(commands)
    _add_model_measures(commands)


def _add_bench(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    bench = commands.add_parser("bench", help="与 LangChain 快速上手方案比较（benchmark）")
    _add_suites(bench)
    bench.add_argument("--report", type=Path, metavar="FILE", help="报告文件，默认为自带的")
    _add_retrieval(bench)
    bench.add_argument(
        "--scale",
        type=_count,
        nargs="+",
        metavar="N",
        help="改测规模：--reports 的报告，连同 --around 的文本，共 N 个段落（可给多个）",
    )
    bench.add_argument(
        "--around",
        type=Path,
        metavar="FILE",
        help="测规模时放在报告周围的文本，每行一篇，可为 .xz；不够时由报告换地名、年份补足",
    )
    _add_reports(bench)


def _add_check_measures(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    quantities = commands.add_parser(
        "quantities", help="数字解析：真实短语与整份报告（the quantity parser）"
    )
    _add_reports(quantities)
    verifier = commands.add_parser(
        "verifier", help="核对程序放过多少错误数字（mutation test of the checker）"
    )
    _add_reports(verifier)
    verifier.add_argument("-n", type=int, default=24, metavar="N", help="每份报告取多少句，默认 24")
    paraphrases = commands.add_parser(
        "paraphrases", help="核对程序误拦多少大模型如实的转述（what a model rightly writes）"
    )
    _add_reports(paraphrases)
    paraphrases.add_argument("--errors", action="store_true", help="逐条列出误拦与放过的句子")
    paraphrases.add_argument(
        "--split", choices=_SPLITS, default="all", help="列出哪一部分，默认 all"
    )


def _add_question_measures(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    understand = commands.add_parser(
        "understand",
        help="题目问的是什么，理解得对不对，逐项相比（what was understood, slot by slot）",
    )
    _add_suites(understand)
    _add_index(understand)
    understand.add_argument(
        "--run", type=Path, metavar="RUN", help="不再提问，用这次评测存档的回答"
    )
    understand.add_argument(
        "--by-model",
        action="store_true",
        help="改测所设的大模型：用日常话问的数字，指不指得出报告里的名称（evals/bench/naming.jsonl）",
    )
    understand.add_argument("--errors", action="store_true", help="逐条列出理解有误之处")
    opened = commands.add_parser(
        "open",
        help="没有单一数字的问题，答得怎样（open questions: right, nearest, wrong, refused）",
    )
    _add_index(opened)
    opened.add_argument(
        "--split", choices=("train", "dev", "test"), default="dev", help="哪一部分，默认 dev"
    )
    _add_only(opened)
    opened.add_argument("--errors", action="store_true", help="逐条列出答得不好的")
    opened.add_argument(
        "--curve", action="store_true", help="排在最前的一句有多大把握、实际答对多少（reliability）"
    )
    opened.add_argument(
        "--train",
        nargs="+",
        choices=("train", "dev"),
        metavar="SPLIT",
        help="不测，而用这些部分重新学习阅读器的权重",
    )


def _add_gold_measures(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    ledger = commands.add_parser(
        "ledger", help="数字台账与人工标注相比（the ledger against gold annotations）"
    )
    _add_reports(ledger)
    ledger.add_argument("--errors", action="store_true", help="逐条列出不一致之处")
    metadata = commands.add_parser(
        "metadata", help="地方、年份、日期和存疑与人工所列相比（what is known of whole files）"
    )
    _add_reports(metadata)
    metadata.add_argument("--errors", action="store_true", help="逐条列出不一致之处")
    letters = commands.add_parser(
        "letters", help="来信中的问题和诉求找到了多少（letters against what a clerk finds in them）"
    )
    letters.add_argument(
        "--index", type=Path, metavar="目录", help="另按其中的报告拟稿，核对所给数字"
    )
    letters.add_argument("--errors", action="store_true", help="逐条列出不一致之处")


def _add_model_measures(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    llm = commands.add_parser(
        "llm", help="编造数字的大模型能否骗过核对（a model that invents, against the check）"
    )
    _add_suites(llm)
    llm.add_argument("-n", type=int, default=1000, metavar="N", help="回答多少次，默认 1000")
    record = commands.add_parser(
        "record",
        help="录下所设大模型的回答，看核对放行了多少（what the model that is set writes, and what the check shows）",
    )
    record.add_argument("out", type=Path, metavar="OUT.jsonl", help="写入的文件，须尚不存在")
    _add_suites(record)
    record.add_argument("-n", type=int, default=15, metavar="N", help="问多少题，默认 15")
    report = commands.add_parser(
        "endpoint-report",
        help="所设大模型上线前的一页报告（what the endpoint that is set supports, and what the check shows of it）",
    )
    report.add_argument("--limit", type=_count, default=15, metavar="N", help="问多少题，默认 15")
    kept = report.add_mutually_exclusive_group()
    kept.add_argument(
        "--recording", type=Path, metavar="FILE", help="不连接接口，用 record 或 --out 录下的文件"
    )
    kept.add_argument(
        "--out", type=Path, metavar="OUT.jsonl", help="另存录下的回答，文件须尚不存在"
    )


def _add_retrieval(bench: argparse.ArgumentParser) -> None:
    group = bench.add_argument_group("检索质量（retrieval quality beside LangChain's retrievers）")
    group.add_argument("--retrieval", action="store_true", help="只比较检索质量")
    group.add_argument("--pairs", type=Path, metavar="DIR", help="问答对 questions.jsonl.xz 的目录")
    group.add_argument(
        "--quickstart", action="store_true", help="快速上手方案也算（每秒约编码十几段，须数十分钟）"
    )


def _add_case_commands(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    _add_new(commands.add_parser("new", help="由数字台账起草题目（draft cases from the ledger）"))
    _add_coverage(
        commands.add_parser("coverage", help="哪些数字和标题还没有题目（what no case asks）")
    )
    _add_import(commands.add_parser("import", help="导入公开评测集（import a public benchmark）"))


def _add_new(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("out", type=Path, metavar="OUT.jsonl", help="写入的文件，须尚不存在")
    _add_index(parser)
    parser.add_argument(
        "--report", action="append", default=[], metavar="ID", help="只取这篇报告，可重复"
    )
    parser.add_argument("--place", metavar="P", help="只取这个地方的数字")
    parser.add_argument("--year", type=int, metavar="Y", help="只取这一年的数字")
    parser.add_argument("-n", type=int, default=20, metavar="N", help="取多少个数字，默认 20")
    parser.add_argument("--seed", type=int, metavar="S", help="随机种子，默认固定不变")
    parser.add_argument("--reworded", action="store_true", help="请大模型换成日常的说法")


def _add_coverage(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "suites", nargs="*", metavar="SUITE", help="评测集：jsonl 文件或 evals/cases 中的名称"
    )
    _add_index(parser)
    parser.add_argument("--list", action="store_true", help="逐条列出没有题目的")


def _add_index(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--index", type=Path, metavar="DIR", help="索引目录，默认照设置")


def _add_import(command: argparse.ArgumentParser) -> None:
    command.add_argument("file", type=Path, metavar="FILE", help="评测集文件（JSON 或 JSON Lines）")
    command.add_argument("--format", choices=("rgb", "squad"), required=True, help="文件的格式")
    command.add_argument(
        "--out", type=Path, required=True, metavar="DIR", help="写入的目录，须是空的或尚不存在"
    )
    command.add_argument(
        "--without-answers",
        action="store_true",
        help="从原文中去掉含有答案的句子：这时只有拒答才对",
    )


def _add_reports(parser: argparse._ActionsContainer) -> None:
    parser.add_argument(
        "--reports",
        type=Path,
        action="append",
        metavar="PATH",
        help="报告文件或目录，可重复，默认为自带的 seeds/",
    )


def _add_suites(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "suites",
        nargs="*",
        metavar="SUITE",
        help="评测集：jsonl 文件或 evals/cases 中的名称；默认为自带报告的全部",
    )
    parser.add_argument("--split", choices=_SPLITS, default="all", help="取哪一部分题目，默认 all")


def _add_only(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--only", type=Path, metavar="FILE", help="只问文件所列编号的题目，一行一个"
    )


def _count(text: str) -> int:
    try:
        number = int(text)
    except ValueError:
        number = 0
    if number < 1:
        raise argparse.ArgumentTypeError(f"应为正整数，实为 {text!r}")
    return number


if __name__ == "__main__":
    sys.exit(main())
