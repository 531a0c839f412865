"""The reader: BERT's encoder with one linear output per token, one for a text by itself, and what it is fed."""

import torch
from torch import nn
from torch.nn import functional as F

from vocabulary import CLS, SEP

# As in src/models/reader-input.ts.
MAX_QUESTION, MAX_TITLE, MAX_SENTENCE, MAX_INPUT = 48, 24, 128, 256


def reader_inputs(vocabulary, question, title, sentences):
    """Yields (ids, length of the question's part, [(place of the sentence's [SEP], its number)]).

    [CLS] question [SEP] title [SEP] sentence 1 [SEP] sentence 2 [SEP] ...; sentences that do not fit
    begin a further input, with question and title again.
    """
    asked = [CLS, *vocabulary.ids(question)[:MAX_QUESTION], SEP]
    head = [*asked, *vocabulary.ids(title)[:MAX_TITLE], SEP]
    ids, ends = list(head), []
    for number, sentence in enumerate(sentences):
        tokens = [*vocabulary.ids(sentence)[:MAX_SENTENCE], SEP]
        if ends and len(ids) + len(tokens) > MAX_INPUT:
            yield ids, len(asked), ends
            ids, ends = list(head), []
        ids += tokens
        ends.append((len(ids) - 1, number))
    if ends:
        yield ids, len(asked), ends


class Layer(nn.Module):
    def __init__(self, width, heads, inner):
        super().__init__()
        self.heads = heads
        self.q, self.k, self.v, self.o = (nn.Linear(width, width) for _ in range(4))
        self.n1, self.n2 = nn.LayerNorm(width, 1e-12), nn.LayerNorm(width, 1e-12)
        self.f1, self.f2 = nn.Linear(width, inner), nn.Linear(inner, width)

    def forward(self, x, bias):
        batch, tokens, width = x.shape

        def split(y):
            return y.view(batch, tokens, self.heads, width // self.heads).transpose(1, 2)

        scores = split(self.q(x)) @ split(self.k(x)).transpose(2, 3)
        weights = (scores / (width // self.heads) ** 0.5 + bias).softmax(-1)
        context = (weights @ split(self.v(x))).transpose(1, 2).reshape(batch, tokens, width)
        x = self.n1(x + self.o(context))
        return self.n2(x + self.f2(F.gelu(self.f1(x))))


class Reader(nn.Module):
    """Gives a logit for each token; those at the [SEP]s that end sentences count.

    Of a message by itself it tells what it does and wants: a logit for each label, at the [CLS].
    """

    def __init__(
        self, layers=6, width=384, heads=12, inner=1536, vocabulary=30522, positions=512, labels=0
    ):
        super().__init__()
        self.word = nn.Embedding(vocabulary, width)
        self.pos = nn.Embedding(positions, width)
        self.typ = nn.Embedding(2, width)
        self.n0 = nn.LayerNorm(width, 1e-12)
        self.layers = nn.ModuleList(Layer(width, heads, inner) for _ in range(layers))
        self.head = nn.Linear(width, 1)
        self.labels = nn.Linear(width, labels) if labels else None

    def encode(self, ids, types, mask):
        x = self.n0(self.word(ids) + self.typ(types) + self.pos.weight[: ids.shape[1]])
        bias = ((1 - mask.float()) * -1e4)[:, None, None, :]
        for layer in self.layers:
            x = layer(x, bias)
        return x

    def forward(self, ids, types, mask):
        return self.head(self.encode(ids, types, mask)).squeeze(-1)

    def label(self, ids, mask):
        return self.labels(self.encode(ids, torch.zeros_like(ids), mask)[:, 0])


def load_reader(path, labels=0):
    """A checkpoint in any precision; its number of layers is read from it.

    Where it has no output for labels, one of this size begins at random.
    """
    state = {name: tensor.float() for name, tensor in torch.load(path, map_location="cpu").items()}
    layers = 1 + max(int(name.split(".")[1]) for name in state if name.startswith("layers."))
    known = state["labels.bias"].shape[0] if "labels.bias" in state else 0
    reader = Reader(layers, labels=known or labels)
    reader.load_state_dict(state, strict=bool(known) or not labels)
    return reader
