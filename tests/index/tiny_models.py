"""Real transformers of two layers with weights by chance, saved as models of the hub are saved."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import torch
from sentence_transformers import CrossEncoder, SentenceTransformer
from sentence_transformers.base.modules import Transformer
from sentence_transformers.sentence_transformer.modules import Pooling
from transformers import (
    BertConfig,
    BertForSequenceClassification,
    BertModel,
    BertTokenizerFast,
    PreTrainedModel,
)

_SPECIAL = ("[PAD]", "[UNK]", "[CLS]", "[SEP]", "[MASK]")
_CHARACTERS = sorted(
    set(
        "政府工作报告青山全县生产总值完成亿元增长新建农村公路公里城镇就业人以上左右主要目标年回顾"
        "多少怎么了吗查询文何0123456789.%"
    )
)


def save_encoder(
    folder: Path,
    *,
    prompts: Mapping[str, str] | None = None,
    dimensions: int = 32,
    poisoned: str = "",
    silent: bool = False,
) -> Path:
    """An encoder that pools a BERT's vectors; returns `folder`.

    It gives no number for a text that holds the character `poisoned`, zeros for any where `silent`.
    """
    bert = folder / "bert"
    _save_bert(bert, BertModel, dimensions)
    transformer = Transformer(str(bert))
    with torch.no_grad():
        if poisoned:
            row = len(_SPECIAL) + _CHARACTERS.index(poisoned)
            transformer.auto_model.embeddings.word_embeddings.weight[row] = torch.nan
        if silent:
            last = transformer.auto_model.encoder.layer[-1].output.LayerNorm
            last.weight.zero_()
            last.bias.zero_()
    model = SentenceTransformer(
        modules=[transformer, Pooling(dimensions)],
        device="cpu",
        prompts=dict(prompts) if prompts else None,
    )
    model.save(str(folder), create_model_card=False)
    return folder


def save_cross_encoder(folder: Path) -> Path:
    _save_bert(folder / "bert", BertForSequenceClassification, 32)
    model = CrossEncoder(str(folder / "bert"), device="cpu", local_files_only=True)
    model.save_pretrained(str(folder), create_model_card=False)
    return folder


def _save_bert(folder: Path, kind: type[PreTrainedModel], dimensions: int) -> None:
    folder.mkdir(parents=True)
    vocabulary = folder / "vocab.txt"
    vocabulary.write_text("\n".join([*_SPECIAL, *_CHARACTERS]), encoding="utf-8")
    torch.manual_seed(1)
    config = BertConfig(
        vocab_size=len(_SPECIAL) + len(_CHARACTERS),
        hidden_size=dimensions,
        num_hidden_layers=2,
        num_attention_heads=2,
        intermediate_size=64,
        max_position_embeddings=512,
        num_labels=1,
    )
    kind(config).save_pretrained(folder)
    BertTokenizerFast.from_pretrained(str(folder)).save_pretrained(folder)
