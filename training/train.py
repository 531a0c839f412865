"""Trains a reader in one stage.

    python3 train.py --data DIR --minilm DIR/onnx/model_q4.onnx --out reader.pt
"""

import argparse
import random
import time

import torch
from torch.nn import functional as F

from batches import batches_of, encode, run, tensors
from data import Articles, is_held_out, read_questions
from evaluate import cases_of, show
from minilm import load_minilm
from mixture import examples_of
from model import Reader, load_reader
from vocabulary import Vocabulary

WARM_UP = 0.06
POSITIVE_WEIGHT = torch.tensor(2.0)
REPORT_EVERY = 50


def prepare(questions, vocabulary, limit, rng):
    """The rows of `limit` questions of SQuAD 1.1 and of all that the smaller sets have to train on."""
    articles = Articles(questions)
    training = [question for question in questions if not is_held_out(question)]
    large = [question for question in training if question.source == "squad1"]
    rng.shuffle(large)
    chosen = large[:limit] + [q for q in training if q.source != "squad1"][:limit]
    examples = (example for q in chosen for example in examples_of(q, articles, rng))
    rows = list(encode(vocabulary, examples))
    covered = sum(any(label for _, label in row.marks) for row in rows)
    print(f"{len(chosen)} questions, {len(rows)} inputs, {covered} with an answer", flush=True)
    return rows


def optimizer_of(model, steps, learning_rate):
    """AdamW with linear decay after a warm-up; no weight decay for biases and norms."""
    parameters = [parameter for parameter in model.parameters() if parameter.requires_grad]
    optimizer = torch.optim.AdamW(
        [
            {"params": [p for p in parameters if p.dim() > 1], "weight_decay": 0.01},
            {"params": [p for p in parameters if p.dim() <= 1], "weight_decay": 0.0},
        ],
        lr=learning_rate,
    )

    def factor(step):
        return min(1, (step + 1) / (WARM_UP * steps)) * max(0.02, 1 - step / steps)

    return optimizer, torch.optim.lr_scheduler.LambdaLR(optimizer, factor)


def train(model, batches, learning_rate):
    optimizer, schedule = optimizer_of(model, len(batches), learning_rate)
    model.train()
    started, total = time.monotonic(), 0.0
    for step, batch in enumerate(batches, start=1):
        ids, types, mask, labels = tensors(batch)
        logits, known = run(model, ids, types, mask), labels >= 0
        loss = F.binary_cross_entropy_with_logits(
            logits[known], labels[known], pos_weight=POSITIVE_WEIGHT
        )
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        total += loss.item()
        if step % REPORT_EVERY == 0 or step == len(batches):
            seconds = time.monotonic() - started
            mean = total / ((step - 1) % REPORT_EVERY + 1)
            left = seconds / step * (len(batches) - step) / 60
            print(f"{step}/{len(batches)} loss {mean:.4f}, {left:.0f} min left", flush=True)
            total = 0.0


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--data", required=True, help="folder with the *.jsonl.gz of convert.py")
    start = parser.add_mutually_exclusive_group(required=True)
    start.add_argument("--minilm", help="model_q4.onnx of all-MiniLM-L6-v2")
    start.add_argument("--checkpoint", help="a reader to go on from")
    parser.add_argument("--out", required=True)
    parser.add_argument("--questions", type=int, default=90_000, help="at most, of each set")
    parser.add_argument("--learning-rate", type=float, default=1.2e-4)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--evaluate", type=int, default=700, help="held-out questions, of each set and kind")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    rng = random.Random(options.seed)

    vocabulary, questions = Vocabulary(), list(read_questions(options.data))
    rows = prepare(questions, vocabulary, options.questions, rng)
    if options.checkpoint:
        model = load_reader(options.checkpoint)
    else:
        model = Reader()
        load_minilm(model, options.minilm)
    train(model, batches_of(rows, rng), options.learning_rate)
    torch.save({name: tensor.half() for name, tensor in model.state_dict().items()}, options.out)
    show(model, vocabulary, cases_of(questions, options.evaluate))


if __name__ == "__main__":
    main()
