"""From examples to tensors: batches of about as many tokens, of similar lengths."""

from typing import NamedTuple

import numpy as np
import torch

from model import reader_inputs

TOKENS, ROWS = 6000, 48


class Row(NamedTuple):
    ids: np.ndarray
    # How many of the tokens are the question's.
    asked: int
    # Pairs of a place and its label.
    marks: tuple


def encode(vocabulary, examples):
    """Yields a row for each input of each example that has a label."""
    for question, title, sentences, labels in examples:
        for ids, asked, ends in reader_inputs(vocabulary, question, title, sentences):
            marks = tuple(
                (place, labels[number]) for place, number in ends if labels[number] is not None
            )
            if marks:
                yield Row(np.array(ids, np.int32), asked, marks)


def batches_of(rows, rng):
    """Lists of rows; the order of the lists is drawn by lot."""
    ordered = sorted(rows, key=lambda row: len(row.ids) + rng.random() * 12)
    batches, batch = [], []
    for row in ordered:
        batch.append(row)
        if len(batch) * len(row.ids) > TOKENS or len(batch) == ROWS:
            batches.append(batch)
            batch = []
    if batch:
        batches.append(batch)
    rng.shuffle(batches)
    return batches


def tensors(batch):
    """ids, types, mask, and labels with -1 where there is none."""
    longest = max(len(row.ids) for row in batch)
    ids = torch.zeros(len(batch), longest, dtype=torch.long)
    types, mask = torch.zeros_like(ids), torch.zeros_like(ids)
    labels = torch.full((len(batch), longest), -1.0)
    for i, (row_ids, asked, marks) in enumerate(batch):
        ids[i, : len(row_ids)] = torch.from_numpy(row_ids)
        types[i, asked : len(row_ids)] = 1
        mask[i, : len(row_ids)] = 1
        for place, label in marks:
            labels[i, place] = label
    return ids, types, mask, labels


def run(model, ids, types, mask):
    with torch.autocast("cpu", dtype=torch.bfloat16):
        logits = model(ids, types, mask)
    return logits.float()
