"""The command `search`: passages for a query, and the reasons for their ranks."""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence

from pydantic import AliasChoices, BaseModel, ConfigDict, Field

from assistant.answer import where_cited
from assistant.cli.terminal import print_json, read_lines, settings_of, write_lines
from assistant.errors import InputInvalid
from assistant.json_objects import JsonObject, result_object
from assistant.question.scope import Scope
from index.report import RetrievedPassage

_REJECTED = 10  # shown of those that were not taken
_OPENING = 40  # characters of a passage
_SIGNALS = {
    "keywords": "字词",
    "vectors": "含义",
    "words": "逐词",
    "ledger": "台账",
    "reranker": "重排",
}


class SearchLine(BaseModel):
    """One query of `search --jsonl`; a line may have `question` in place of `query`."""

    model_config = ConfigDict(extra="ignore", frozen=True)

    id: str | int
    query: str = Field(validation_alias=AliasChoices("query", "question"))


def search(arguments: argparse.Namespace) -> int:
    """Passages for one query, or for one a line of a file; no answer is written."""
    settings = settings_of(arguments)
    if (arguments.query is None) == (arguments.jsonl is None):
        raise InputInvalid("请给出查询内容，或用 --jsonl 给出查询文件（二者选一）。")
    if arguments.k < 1:
        raise InputInvalid(f"-k 须为正整数，现为 {arguments.k!r}。")
    lines = list(read_lines(arguments.jsonl, SearchLine)) if arguments.jsonl else []
    from assistant.wiring import open_searcher

    searcher = open_searcher(settings)
    scope = Scope(tuple(searcher.covered()))
    given = _covered(arguments.place, scope)

    def ranked(query: str) -> list[RetrievedPassage]:
        places = given or scope.limits_of(query)
        return searcher.ranked(query, arguments.k, places=places, years=arguments.year)

    def found(query: str) -> JsonObject:
        if arguments.explain:
            return explanation_object(ranked(query), arguments.k)
        return {"results": [result_object(hit) for hit in ranked(query)[: arguments.k]]}

    if arguments.jsonl:
        return write_lines(arguments.out, ({"id": line.id} | found(line.query) for line in lines))
    if arguments.json:
        print_json({"query": arguments.query} | found(arguments.query))
    elif arguments.explain:
        print("\n".join(explanation(ranked(arguments.query), arguments.k)))
    else:
        for hit in ranked(arguments.query)[: arguments.k]:
            print(f"{hit.rank}. {hit.score:.3f}  {where_cited(hit.passage)}")
            print(f"{hit.passage.text.strip()}\n")
    return 0


def _covered(names: Sequence[str], scope: Scope) -> tuple[str, ...]:
    """The covered places that `names` mean. Raises InputInvalid for a name that means none."""
    places: dict[str, None] = {}
    for name in names:
        called = scope.called(name)
        if not called:
            covered = "、".join(scope.own_places[:8])
            raise InputInvalid(f"没有收录 {name!r} 的报告。已收录：{covered}。")
        places |= dict.fromkeys(called)
    return tuple(places)


def explanation_object(ranked: Sequence[RetrievedPassage], k: int) -> JsonObject:
    """The `k` first of `ranked` as results, the next as rejected, each with its signals."""
    ranks = _ranks_by_signal(ranked)
    objects = [
        result_object(hit)
        | {
            "signals": {
                name: {"score": round(score, 6), "rank": ranks[name][hit.passage.id]}
                for name, score in hit.signals.items()
            },
            "before_reranking": None if hit.fused is None else hit.fused[0],
        }
        for hit in ranked[: k + _REJECTED]
    ]
    return {"results": objects[:k], "rejected": objects[k:], "candidates": len(ranked)}


def explanation(ranked: Sequence[RetrievedPassage], k: int) -> Iterator[str]:
    """The same as lines for people."""
    ranks = _ranks_by_signal(ranked)
    yield f"各路共找到 {len(ranked)} 段，取前 {min(k, len(ranked))} 段。括号内为该项的名次。"
    for hit in ranked[: k + _REJECTED]:
        if hit.rank == k + 1:
            yield "\n以下未取："
        signals = [
            f"{_SIGNALS[name]} {score:.3f}（{ranks[name][hit.passage.id]}）"
            for name, score in hit.signals.items()
        ]
        if hit.fused:
            signals.append(f"重排前第 {hit.fused[0]}")
        yield f"{hit.rank}. {hit.score:.3f}  {' · '.join(signals)}"
        yield f"   {where_cited(hit.passage)}"
        yield f"   {hit.passage.text.strip()[:_OPENING].replace(chr(10), ' ')}……"


def _ranks_by_signal(ranked: Sequence[RetrievedPassage]) -> Mapping[str, Mapping[str, int]]:
    """For each signal the rank, from 1, of each passage that has it."""
    ranks: dict[str, dict[str, int]] = {}
    for name in _SIGNALS:
        known = [hit for hit in ranked if name in hit.signals]
        known.sort(key=lambda hit: (-hit.signals[name], hit.passage.id))
        ranks[name] = {hit.passage.id: rank for rank, hit in enumerate(known, start=1)}
    return ranks
