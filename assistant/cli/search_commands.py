"""What the command `search` does with its arguments; like `commands`, it prints."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from typing import TYPE_CHECKING

from assistant.citation_place import where_cited
from assistant.cli.commands import print_json, settings_of, write_lines
from assistant.errors import InputInvalid
from assistant.jsonl import SearchLine, read_lines

if TYPE_CHECKING:
    from assistant.cli.json_objects import JsonObject
    from assistant.question.scope import Scope
    from index.report import RetrievedPassage


def search(arguments: argparse.Namespace) -> int:
    """Passages for one query, or for one a line of a file; no answer is written."""
    settings = settings_of(arguments)
    if (arguments.query is None) == (arguments.jsonl is None):
        raise InputInvalid("请给出查询内容，或用 --jsonl 给出查询文件（二者选一）。")
    if arguments.k < 1:
        raise InputInvalid(f"-k 须为正整数，现为 {arguments.k!r}。")
    lines = list(read_lines(arguments.jsonl, SearchLine)) if arguments.jsonl else []
    from assistant.cli.json_objects import result_object
    from assistant.cli.search_view import explanation, explanation_object
    from assistant.question.scope import Scope
    from assistant.wiring import open_searcher

    searcher = open_searcher(settings)
    scope = Scope(tuple(searcher.covered()))
    given = _covered(arguments.place, scope)

    def ranked(query: str) -> list[RetrievedPassage]:
        places = given or _named(query, scope)
        return searcher.ranked(query, arguments.k, places=places, years=arguments.year)

    def told(query: str) -> JsonObject:
        if arguments.explain:
            return explanation_object(ranked(query), arguments.k)
        return {"results": [result_object(hit) for hit in ranked(query)[: arguments.k]]}

    if arguments.jsonl:
        return write_lines(arguments.out, ({"id": line.id} | told(line.query) for line in lines))
    if arguments.json:
        print_json({"query": arguments.query} | told(arguments.query))
    elif arguments.explain:
        print("\n".join(explanation(ranked(arguments.query), arguments.k)))
    else:
        for hit in ranked(arguments.query)[: arguments.k]:
            print(f"{hit.rank}. {hit.score:.3f}  {where_cited(hit.passage)}")
            print(f"{hit.passage.text.strip()}\n")
    return 0


def _covered(names: Sequence[str], scope: Scope) -> tuple[str, ...]:
    """The covered places that `names` call. Raises InputInvalid for a name that calls none."""
    places: dict[str, None] = {}
    for name in names:
        called = scope.called(name)
        if not called:
            covered = "、".join(scope.own_places[:8])
            raise InputInvalid(f"没有收录 {name!r} 的报告。已收录：{covered}。")
        places |= dict.fromkeys(called)
    return tuple(places)


def _named(query: str, scope: Scope) -> tuple[str, ...]:
    """The covered places that `query` itself limits its search to, as a question does."""
    from assistant.question.parts import limiting_places

    names = limiting_places(query, scope.names)
    return scope.named(names) if names else ()
