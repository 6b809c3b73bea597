"""All relations over one index: the trials, drawn by a seed, their rates, and those that failed."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator, Mapping, Sequence
from functools import partial

from evals.drafting.askable import Askable, askable
from evals.metamorphic import claims, places
from evals.metamorphic.context import context
from evals.metamorphic.differences import differences
from evals.metamorphic.examples import examples
from evals.metamorphic.paraphrase import paraphrase
from evals.metamorphic.taken_out import Reopen, taken_out
from evals.metamorphic.together import together
from evals.metamorphic.trial import Material, Trial
from evals.metamorphic.worded import worded
from evals.scoring.asking import Ask
from index.store.library import FigureFilter, Library

SEED = 20261128
COUNT = 100
RELATIONS: Mapping[str, str] = {
    "context": "一个完整的问题接在别的问题之后：与单独问时相同",
    "value": "问一个有名称的指标：给出其数值",
    "phrase": "按报告的说法问一项：给出其数值",
    "true": "把正确的数字说出来问：是的",
    "digit": "错一位数字：不答是的",
    "unit": "换一个单位：不答是的",
    "direction": "升降相反：不答是的",
    "denied": "说成不是或没有：不答是的",
    "year": "换一个年份：不答是的",
    "place": "换一个地方：不答是的",
    "kind": "结果说成目标，目标说成结果：不答是的",
    "from": "变化之前的数说成现在的：不答是的",
    "part": "一部分或新增的说成全部的：不答是的",
    "worded": "把报告的一句不带数字的话说出来问：是的",
    "worded-denied": "说成没有：不答是的",
    "worded-other": "换一个词或多一个词：不答是的",
    "worded-place": "说成别的地方的：不答是的",
    "worded-year": "说成别的年份的：不答是的",
    "worded-plan": "把计划说成已经做到的：不答是的",
    "formal": "换一种说法：数字与原问相同",
    "colloquial": "口语的说法：数字与原问相同",
    "reordered": "各部分换个次序：数字与原问相同",
    "traditional": "繁体字：数字与原问相同",
    "full-width": "全角数字：数字与原问相同",
    "both": "一次问两个问题：两者单独问时的数字都在",
    "names": "一次问两项指标：两者单独问时的数字都在",
    "aims": "一次问结果与下一年的目标：两者单独问时的数字都在",
    "gap": "比较结果与下一年的目标：两者单独问时的数字和二者之差，没有别的数字",
    "gap-names": "比较两项指标：两者单独问时的数字和二者之差，没有别的数字",
    "swapped": "比较时换个次序：数字相同",
    "several": "一次问三个地方：各地单独问时的数字都在",
    "order": "两个地方换个次序：数字相同",
    "higher": "两个地方比高低：高的是单独问时高的",
    "survey": "问各地的数字：每个地方与单独问时相同",
    "top": "问最高的地方：是单独问时最高的",
    "trend": "问几年的变化：各年单独问时的数字都在",
    "example": "网页和 README 的例题：有像样的回答",
    "taken-out": "从报告中取走写着答案的句子：不作回答",
}
"""What must hold, by relation, in the order in which they are shown."""


_Makes = Callable[[Material], Iterator[Trial]]


def measure(
    m: Material, reopen: Reopen, relations: Sequence[str] = tuple(RELATIONS)
) -> Iterator[Trial]:
    """The trials of `relations`; each maker draws by itself, so that none changes another's."""
    makers: Sequence[tuple[_Makes, Sequence[str]]] = (
        (context, ["context"]),
        (claims.value, ["value", "phrase"]),
        (claims.true, ["true"]),
        (claims.false, ["digit", "unit", "direction", "denied", "year", "place", "kind"]),
        (claims.origin, ["from"]),
        (claims.part, ["part"]),
        (worded, [name for name in RELATIONS if name.startswith("worded")]),
        (paraphrase, ["formal", "colloquial", "reordered", "traditional", "full-width"]),
        (together, ["both", "names", "aims"]),
        (places.several, ["several"]),
        (places.compared, ["order", "higher"]),
        (places.surveyed, ["survey", "top"]),
        (places.trend, ["trend"]),
        (examples, ["example"]),
        (differences, ["gap", "gap-names", "swapped"]),
        (partial(taken_out, reopen=reopen), ["taken-out"]),
    )
    for number, (make, gives) in enumerate(makers):
        if not set(gives) & set(relations):
            continue
        m.chance.seed(m.seed + number)
        yield from (trial for trial in make(m) if trial.relation in relations)


def material(library: Library, ask: Ask, count: int = COUNT, seed: int = SEED) -> Material:
    """What the index gives to make trials of, its figures in an order drawn by `seed`."""
    ledger = library.figures(FigureFilter())
    found = _plainly_asked(askable(library, ledger)[0])
    chance = random.Random(seed)
    return Material(
        ask=ask,
        figures=chance.sample(found, len(found)),
        ledger=ledger,
        covered=library.covered(),
        passages_of=library.passages_of,
        count=count,
        chance=chance,
        seed=seed,
    )


def _plainly_asked(figures: Sequence[Askable]) -> list[Askable]:
    """Without the points by which a rate exceeds another (增长8.7%，高于全国0.2个百分点), which are
    bound as changes too: of what has a rate, the rate is asked for."""
    rated = {_changed(one) for one in figures if one.binding.quantity.unit == "%"}
    return [
        one
        for one in figures
        if one.binding.quantity.unit != "百分点" or _changed(one) not in rated
    ]


def _changed(one: Askable) -> object:
    bound = one.binding
    return bound.place, bound.period, bound.kind, bound.attribute, bound.name or bound.indicator
