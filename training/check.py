"""Trains the checker: does a quote carry a sentence that a model wrote?

    python3 check.py --claims ../evaluation/claims --checkpoint reader.pt --out checker.pt \\
        --logits claims.jsonl
    python3 export.py checker.pt ../models/checker/checker.onnx
    npm run train:check -- training/claims.jsonl

The input is `[CLS] sentence [SEP] title [SEP] quote [SEP] ...`, the output one logit at the [CLS].
"""

import argparse
import json
import random
import time
from pathlib import Path

import torch

from model import load_reader
from train import optimizer_of
from vocabulary import CLS, SEP, Vocabulary

MAX_SENTENCE, MAX_TITLE, MAX_INPUT = 96, 24, 256
ROWS = 24
FOLDS = 3
REPORT_EVERY = 50


def read_claims(folder):
    for path in sorted(Path(folder).glob("*.jsonl")):
        with open(path, encoding="utf-8") as file:
            yield from (json.loads(line) for line in file if line.strip())


def input_of(vocabulary, sentence, title, quotes):
    """ids, and the length of the sentence's part."""
    said = [CLS, *vocabulary.ids(sentence)[:MAX_SENTENCE], SEP]
    ids = [*said, *vocabulary.ids(title)[:MAX_TITLE], SEP]
    for quote in quotes:
        ids += [*vocabulary.ids(quote), SEP]
    return ids[:MAX_INPUT], len(said)


def tensors(rows):
    longest = max(len(ids) for ids, *_ in rows)
    ids = torch.zeros(len(rows), longest, dtype=torch.long)
    types, mask = torch.zeros_like(ids), torch.zeros_like(ids)
    for i, (own, said, _) in enumerate(rows):
        ids[i, : len(own)] = torch.tensor(own)
        types[i, said : len(own)] = 1
        mask[i, : len(own)] = 1
    return ids, types, mask, torch.tensor([float(label) for *_, label in rows])


def logits_of(model, ids, types, mask):
    with torch.autocast("cpu", dtype=torch.bfloat16):
        logits = model.labels(model.encode(ids, types, mask)[:, 0])
    return logits.float().squeeze(-1)


def made(claims, rng):
    """Pairs that need no labels: a quote carries itself and its parts, and no sentence on something else."""
    true = [claim for claim in claims if claim["label"] == "supported"]
    for claim in true:
        quote = rng.choice(claim["quotes"])
        if rng.random() < 0.5:
            yield {**claim, "sentence": quote}
        other = rng.choice(true)
        if other["source"] != claim["source"] and rng.random() < 0.3:
            # Of the same profile or another: near in style, and about something else.
            yield {**claim, "quotes": other["quotes"], "title": other["title"], "label": "unsupported"}


def rows_of(claims, vocabulary):
    return [
        (
            *input_of(vocabulary, c["sentence"], c["title"], c["quotes"]),
            c["label"] == "supported",
        )
        for c in claims
    ]


def train(claims, vocabulary, options):
    model = load_reader(options.checkpoint, labels=1)
    model.word.weight.requires_grad_(False)
    rng = random.Random(options.seed)
    batches = []
    for _ in range(options.epochs):
        rows = rows_of([*claims, *made(claims, rng)], vocabulary)
        rows.sort(key=lambda row: len(row[0]) + rng.random() * 16)
        epoch = [rows[at : at + ROWS] for at in range(0, len(rows), ROWS)]
        rng.shuffle(epoch)
        batches += epoch
    optimizer, schedule = optimizer_of(model, len(batches), options.learning_rate)
    model.train()
    started, total = time.monotonic(), 0.0
    for step, batch in enumerate(batches, start=1):
        ids, types, mask, labels = tensors(batch)
        logits = logits_of(model, ids, types, mask)
        loss = torch.nn.functional.binary_cross_entropy_with_logits(logits, labels)
        optimizer.zero_grad()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        total += loss.item()
        if step % REPORT_EVERY == 0 or step == len(batches):
            seconds = time.monotonic() - started
            print(f"{step}/{len(batches)} loss {total / ((step - 1) % REPORT_EVERY + 1):.3f}, {seconds:.0f} s", flush=True)
            total = 0.0
    return model.eval()


@torch.no_grad()
def scores(model, claims, vocabulary):
    rows = rows_of(claims, vocabulary)
    found = []
    for at in range(0, len(rows), ROWS):
        ids, types, mask, _ = tensors(rows[at : at + ROWS])
        found += logits_of(model, ids, types, mask).tolist()
    return found


def show(name, claims, logits):
    """Prints the AUC, and the false sentences shown where 5 % of the true ones are dropped, by kind."""
    true = sorted(x for c, x in zip(claims, logits) if c["label"] == "supported")
    false = [(c["kind"], x) for c, x in zip(claims, logits) if c["label"] != "supported"]
    auc = sum((a > b) + 0.5 * (a == b) for a in true for _, b in false) / max(1, len(true) * len(false))
    threshold = true[int(len(true) * 0.05)] if true else 0
    shown = [kind for kind, x in false if x >= threshold]
    kinds = {kind: f"{shown.count(kind)}/{sum(k == kind for k, _ in false)}" for kind, _ in false}
    print(f"{name}: AUC {auc:.3f}, shown {len(shown)}/{len(false)} at 5 % dropped, {kinds}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--claims", required=True, help="folder of *.jsonl")
    parser.add_argument("--checkpoint", required=True)
    parser.add_argument("--out", required=True)
    parser.add_argument("--epochs", type=int, default=6)
    parser.add_argument("--learning-rate", type=float, default=1e-4)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--threads", type=int, default=2)
    parser.add_argument("--logits", help="where to write each claim with a logit of a checker that has not seen it")
    parser.add_argument("--cases", help="further claims to show figures of")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)
    vocabulary = Vocabulary()
    claims = list(read_claims(options.claims))
    tuning = [claim for claim in claims if claim["split"] == "tune"]
    held_out = [claim for claim in claims if claim["split"] == "test"]
    print(f"{len(tuning)} claims, {len(held_out)} held out", flush=True)
    model = train(tuning, vocabulary, options)
    torch.save({name: tensor.half() for name, tensor in model.state_dict().items()}, options.out)
    show("held out", held_out, scores(model, held_out, vocabulary))
    if options.logits:
        groups = sorted({f"{c['profile']}/{c['source']}" for c in tuning})
        random.Random(options.seed).shuffle(groups)
        fold_of = {group: n % FOLDS for n, group in enumerate(groups)}
        found = dict(zip(map(id, held_out), scores(model, held_out, vocabulary)))
        for fold in range(FOLDS):
            fold_claims = [c for c in tuning if fold_of[f"{c['profile']}/{c['source']}"] == fold]
            own = set(map(id, fold_claims))
            other = train([c for c in tuning if id(c) not in own], vocabulary, options)
            logits = scores(other, fold_claims, vocabulary)
            show(f"fold {fold}", fold_claims, logits)
            found.update(zip(map(id, fold_claims), logits))
        with open(options.logits, "w", encoding="utf-8") as file:
            for claim in claims:
                file.write(json.dumps({**claim, "logit": round(found[id(claim)], 3)}) + "\n")
    if options.cases:
        cases = [json.loads(line) for line in open(options.cases, encoding="utf-8")]
        show("cases", cases, scores(model, cases, vocabulary))


if __name__ == "__main__":
    main()
