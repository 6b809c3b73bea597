"""Train the encoder that ships: `python index/encoder/train.py --pairs DIR --reports DIR`.

Unigram vocabulary from word counts → word vectors by PPMI and SVD, rare words the longest →
contrastive training on questions and what answers them, the project's own pairs the most → the mean
of a few such runs. Minutes on two cores; repeatable with --seed.

After: Kudo 2018 (Unigram segmentation); Levy, Goldberg 2014 (word vectors by factorising PPMI);
Arora et al. 2017 (the weight of a word in a mean); Henderson et al. 2017 (in-batch negatives), van
den Oord et al. 2018 (the loss); Wortsman et al. 2022 (the mean of trained weights).
"""

from __future__ import annotations

import argparse
import json
import math
import random
import re
import sys
import time
from collections import Counter
from pathlib import Path

import jieba
import numpy as np
import torch
from numpy.typing import NDArray
from scipy import sparse
from sentence_transformers import SentenceTransformer
from sentence_transformers.sentence_transformer.modules import Normalize, StaticEmbedding
from sklearn.utils.extmath import randomized_svd
from tokenizers import Regex, Tokenizer, models, normalizers, pre_tokenizers

sys.path.insert(0, str(Path(__file__).parents[2]))  # so that it runs as a script, too
from index.encoder import corpus

DIMENSIONS = 256
VOCABULARY = 24_000
WINDOW = 4
EPOCHS = 4
BATCH = 512
LEARNING_RATE = 0.004
TEMPERATURE = 0.05
TOKEN_DROPOUT = 0.1
EVERYDAY_ROUNDS = 4  # in an epoch: the project's own pairs are few, and what it is for
RUNS = 3  # whose tables are averaged
COMMON = 1e-3  # share of all words from which on a word is shortened
_WORD = re.compile(r"[\u4e00-\u9fff]{1,6}|[a-z]{1,12}|\d{1,4}")
_CHARACTER_COUNT = 0.02  # of a word's count that its characters get: words win over spelling


def main() -> None:
    """Read, train, measure on what was held out, save."""
    options = _options()
    rng = random.Random(options.seed)
    torch.manual_seed(options.seed)
    reports = corpus.report_paragraphs(options.reports)
    articles = corpus.news_texts(options.pairs / "news-2023.txt.xz", options.articles)
    questions = corpus.question_pairs(options.pairs / "questions.jsonl.xz")
    texts = [*articles, *("\n".join(report) for report in reports), *{p.passage for p in questions}]
    _say(f"{len(texts)} texts, {sum(map(len, texts)):,} characters")
    tokenizer = unigram_tokenizer(word_counts(texts))
    _say(f"{tokenizer.get_vocab_size()} pieces")
    weights = word_vectors(
        [tokenizer.encode(text).ids for text in texts], word_probabilities(tokenizer)
    )
    _say("word vectors")
    sources = training_sources(questions, reports, articles, rng)
    encoded = {name: _encoded(pairs, tokenizer) for name, pairs in sources.items()}
    # From the same start they end near each other, and their mean does better than any of them.
    table = torch.stack([contrastive(weights, encoded, rng) for _ in range(RUNS)]).mean(dim=0)
    model = SentenceTransformer(
        modules=[StaticEmbedding(tokenizer, embedding_weights=table), Normalize()], device="cpu"
    )
    measure(model, questions)
    model.half().save(str(options.out), create_model_card=False)


def word_counts(texts: list[str]) -> Counter[str]:
    counts: Counter[str] = Counter()
    for text in texts:
        counts.update(word for word in jieba.cut(text.lower()) if _WORD.fullmatch(word))
    return counts


def unigram_tokenizer(counts: Counter[str]) -> Tokenizer:
    """A Unigram model whose pieces are the commonest words, and every character seen.

    Its log-probabilities are the words' own, so that they show how rare a word is.
    """
    characters: Counter[str] = Counter()
    for word, count in counts.items():
        for character in word:
            characters[character] += count * _CHARACTER_COUNT  # type: ignore[assignment]
    known = dict(characters.most_common(6000))
    pieces = dict(counts.most_common(VOCABULARY - len(known)))
    for character, count in known.items():
        pieces[character] = max(pieces.get(character, 0), count)
    for mark in "abcdefghijklmnopqrstuvwxyz0123456789.%+-":
        pieces.setdefault(mark, 1)
    total = sum(pieces.values())
    vocabulary = [("[UNK]", -25.0)] + [
        (piece, math.log(count / total)) for piece, count in pieces.items()
    ]
    tokenizer = Tokenizer(models.Unigram(vocabulary, unk_id=0, byte_fallback=False))
    tokenizer.normalizer = normalizers.Sequence([normalizers.NFKC(), normalizers.Lowercase()])
    # Marks and blanks are nobody's words; what is left between them is cut by the model.
    tokenizer.pre_tokenizer = pre_tokenizers.Split(Regex(r"[^\w.%+\-]+"), "removed")
    return tokenizer


def word_probabilities(tokenizer: Tokenizer) -> NDArray[np.float64]:
    """How often each piece is met among words, by its number."""
    vocabulary = json.loads(tokenizer.to_str())["model"]["vocab"]
    return np.exp(np.array([log_probability for _, log_probability in vocabulary]))


def word_vectors(texts: list[list[int]], probabilities: NDArray[np.float64]) -> torch.Tensor:
    """PPMI of words within a window, smoothed, factorised; shape (words, DIMENSIONS).

    A vector is the shorter the commoner its word: what training starts from decides most, as a few
    hundred steps move it little.
    """
    size = len(probabilities)
    together = sparse.csr_matrix((size, size), dtype=np.float32)
    for start in range(0, len(texts), 8000):
        flat = np.concatenate(
            [np.array([*ids, *[0] * WINDOW]) for ids in texts[start : start + 8000]]
        )
        for distance in range(1, WINDOW + 1):
            left, right = flat[:-distance], flat[distance:]
            real = (left > 0) & (right > 0)
            near = np.full(int(real.sum()), 1.0 / distance, dtype=np.float32)
            pairs = sparse.coo_matrix((near, (left[real], right[real])), shape=(size, size))
            together = together + pairs.tocsr()
    together = (together + together.T).tocoo()
    occurrences = np.asarray(together.tocsr().sum(axis=1)).ravel() + 1e-9
    context = occurrences**0.75 / (occurrences**0.75).sum()
    mutual = np.log(together.data / (occurrences[together.row] * context[together.col]))
    positive = sparse.csr_matrix(
        (np.maximum(mutual, 0), (together.row, together.col)), shape=(size, size)
    )
    left_vectors, strengths, _ = randomized_svd(positive, DIMENSIONS, n_iter=3, random_state=0)
    vectors = left_vectors * np.sqrt(strengths)
    lengths = COMMON / (COMMON + probabilities) / (np.linalg.norm(vectors, axis=1) + 1e-9)
    return torch.tensor(vectors * lengths[:, None], dtype=torch.float32)


def training_sources(
    questions: list[corpus.Pair],
    reports: list[list[str]],
    articles: list[str],
    rng: random.Random,
) -> dict[str, list[corpus.Pair]]:
    """Pairs by source; about a fifth are unsupervised, more of them did harm."""
    sources: dict[str, list[corpus.Pair]] = {}
    for pair in questions:
        if not corpus.held_out(pair.passage):
            sources.setdefault(pair.source, []).append(pair)
    headings = corpus.heading_pairs(reports)
    rng.shuffle(headings)
    sources["headings"] = headings[:3000]
    sources["news"] = rng.sample(corpus.lead_pairs(articles), 2000)
    sources["aliases"] = corpus.alias_pairs(3, rng)
    sources["everyday"] = corpus.everyday_pairs() * EVERYDAY_ROUNDS
    return sources


def contrastive(
    weights: torch.Tensor,
    sources: dict[str, list[tuple[list[int], list[int]]]],
    rng: random.Random,
) -> torch.Tensor:
    """The table of word vectors after training; batches hold pairs of one source.

    A passage that answers another question of its batch as well is no wrong answer to it.
    """
    table = torch.nn.EmbeddingBag.from_pretrained(weights.clone(), freeze=False, mode="mean")
    optimiser = torch.optim.Adam(table.parameters(), lr=LEARNING_RATE)
    steps = EPOCHS * sum(math.ceil(len(pairs) / BATCH) for pairs in sources.values())
    schedule = torch.optim.lr_scheduler.LambdaLR(optimiser, lambda step: max(0.0, 1 - step / steps))
    for epoch in range(EPOCHS):
        batches = [
            rng.sample(pairs, len(pairs))[start : start + BATCH]
            for pairs in sources.values()
            for start in range(0, len(pairs), BATCH)
        ]
        rng.shuffle(batches)
        total = 0.0
        for batch in batches:
            queries = _embed(table, [query for query, _ in batch], rng)
            passages = _embed(table, [passage for _, passage in batch], rng)
            scores = queries @ passages.T / TEMPERATURE
            scores = scores.masked_fill(_same_passage(batch), -math.inf)
            loss = torch.nn.functional.cross_entropy(scores, torch.arange(len(batch)))
            optimiser.zero_grad()
            loss.backward()
            optimiser.step()
            schedule.step()
            total += loss.item()
        _say(f"epoch {epoch + 1}: loss {total / len(batches):.3f}")
    return table.weight.detach()


def measure(model: SentenceTransformer, questions: list[corpus.Pair]) -> None:
    """R@1, R@5 and MRR@10 of the held-out questions among the held-out passages, by source."""
    kept = [pair for pair in questions if corpus.held_out(pair.passage)]
    for source in sorted({pair.source for pair in kept}):
        pairs = [pair for pair in kept if pair.source == source]
        passages = list(dict.fromkeys(pair.passage for pair in pairs))
        place = {passage: number for number, passage in enumerate(passages)}
        likeness = model.encode([p.query for p in pairs]) @ model.encode(passages).T
        own = likeness[np.arange(len(pairs)), [place[pair.passage] for pair in pairs]]
        ranks = 1 + (likeness > own[:, None]).sum(axis=1)
        reciprocal = np.where(ranks <= 10, 1 / ranks, 0).mean()
        _say(
            f"{source}: {len(pairs)} questions, {len(passages)} passages: "
            f"R@1 {(ranks == 1).mean():.3f} R@5 {(ranks <= 5).mean():.3f} MRR@10 {reciprocal:.3f}"
        )


def _embed(
    table: torch.nn.EmbeddingBag, texts: list[list[int]], rng: random.Random
) -> torch.Tensor:
    kept = [[i for i in ids if rng.random() >= TOKEN_DROPOUT] or ids for ids in texts]
    offsets = torch.tensor(np.cumsum([0, *map(len, kept[:-1])]))
    flat = torch.tensor([i for ids in kept for i in ids])
    return torch.nn.functional.normalize(table(flat, offsets), dim=-1)


def _same_passage(batch: list[tuple[list[int], list[int]]]) -> torch.Tensor:
    """Which other pairs of the batch have the passage of each, shape (len(batch), len(batch))."""
    numbers: dict[tuple[int, ...], int] = {}
    number = torch.tensor([numbers.setdefault(tuple(p), len(numbers)) for _, p in batch])
    return (number[:, None] == number) & ~torch.eye(len(batch), dtype=torch.bool)


def _encoded(pairs: list[corpus.Pair], tokenizer: Tokenizer) -> list[tuple[list[int], list[int]]]:
    encoded = [(tokenizer.encode(p.query).ids, tokenizer.encode(p.passage).ids) for p in pairs]
    return [(query, passage) for query, passage in encoded if query and passage]


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--pairs", type=Path, required=True, help="folder of the question pairs")
    parser.add_argument("--reports", type=Path, required=True, help="folder of the DOCX reports")
    parser.add_argument("--out", type=Path, default=Path(__file__).parent)
    parser.add_argument("--articles", type=int, default=20_000, help="news articles to read")
    parser.add_argument("--seed", type=int, default=7)
    return parser.parse_args()


def _say(text: str) -> None:
    print(f"{time.strftime('%H:%M:%S')} {text}", flush=True)


if __name__ == "__main__":
    main()
