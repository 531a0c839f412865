"""Tunes a reader to choose between the candidates for an answer.

    npm run train:choice -- --examples training/examples.jsonl
    python3 tune.py --data data --examples examples.jsonl --messages examples.jsonl.messages \\
        --checkpoint reader.pt --out ../models/reader/tuned.pt --folds folds
    python3 export.py ../models/reader/tuned.pt ../models/reader/reader.onnx
    npm run train:choice -- --folds training/folds

What a reader says of a case that it was tuned on is no evidence for the choice. So the choice is
fitted to what readers say that were tuned on other sources (cross-fitting); what ships is tuned on
all of them.
"""

import argparse
import json
import random
import time
from itertools import islice
from pathlib import Path

import onnx
import torch

from batches import Row, run, tensors
from data import Articles, is_held_out, read_questions
from export import build
from mixture import as_typed, labelled, window
from model import MAX_QUESTION, load_reader, reader_inputs
from train import optimizer_of
from vocabulary import CLS, SEP, Vocabulary

# Tokens of a candidate that are read in training; what ships reads more.
LONGEST = 128
# Candidates of a case that are read at a time, the right ones first.
CANDIDATES = 4
MAX_RIGHT = 2
CASES_AT_ONCE = 12
# Inputs of like length that are padded together.
ROWS_TOGETHER = 12
# Labeled messages that are read beside the cases of a step.
MESSAGES_AT_ONCE = 48
# Questions of which as many are typed anew at each turn.
RETYPED = 0.3
REPORT_EVERY = 50


def read_cases(path):
    with open(path, encoding="utf-8") as file:
        cases = [json.loads(line) for line in file]
    for case in cases:
        case["right"] = [candidate["isRight"] for candidate in case["candidates"]]
    return [case for case in cases if case["candidates"]]


class Messages:
    """Labeled messages: what each does (`act`) and, where it asks, what it wants (`want`)."""

    FIELDS = ("act", "want")

    def __init__(self, path, vocabulary):
        with open(path, encoding="utf-8") as file:
            self.lines = [json.loads(line) for line in file]
        self.vocabulary = vocabulary
        self.labels = {
            field: sorted({line[field] for line in self.lines if line.get(field)})
            for field in self.FIELDS
        }
        self.count = sum(map(len, self.labels.values()))

    def tensors(self, lines, rng=None):
        """ids and mask, and for each field the numbers of the labels, -100 where there is none."""
        texts = [as_typed(l["text"], rng) if rng and rng.random() < RETYPED else l["text"] for l in lines]
        rows = [[CLS, *self.vocabulary.ids(text)[:MAX_QUESTION], SEP] for text in texts]
        ids = torch.zeros(len(rows), max(map(len, rows)), dtype=torch.long)
        mask = torch.zeros_like(ids)
        for i, row in enumerate(rows):
            ids[i, : len(row)] = torch.tensor(row)
            mask[i, : len(row)] = 1
        numbers = [
            torch.tensor([own.index(l[field]) if l.get(field) else -100 for l in lines])
            for field, own in self.labels.items()
        ]
        return ids, mask, numbers

    def logits(self, model, ids, mask):
        """For each field the logits of its labels."""
        with torch.autocast("cpu", dtype=torch.bfloat16):
            logits = model.label(ids, mask)
        return logits.float().split([len(own) for own in self.labels.values()], 1)

    def loss(self, model, lines, rng):
        ids, mask, numbers = self.tensors(lines, rng)
        return sum(
            torch.nn.functional.cross_entropy(logits, own) if (own >= 0).any() else 0.0
            for logits, own in zip(self.logits(model, ids, mask), numbers)
        )

    @torch.no_grad()
    def show(self, name, model, lines):
        """Prints the share of messages whose label is found, by field."""
        for place, field in enumerate(self.FIELDS):
            own = [line for line in lines if line["own"] == field]
            found = 0
            for at in range(0, len(own), 64):
                ids, mask, numbers = self.tensors(own[at : at + 64])
                best = self.logits(model, ids, mask)[place].argmax(1)
                found += (best == numbers[place]).sum().item()
            print(f"{name}: {field} {found / max(1, len(own)):.3f} of {len(own)}", flush=True)


def row_of(candidate, question, vocabulary):
    """A candidate as an input whose marks are the ends of its sentences."""
    title = " | ".join(part for part in (candidate["title"], candidate["heading"]) if part)
    ids, asked, ends = next(reader_inputs(vocabulary, question, title, candidate["sentences"]))
    kept = [place for place, _ in ends if place < LONGEST] or [ends[0][0]]
    return Row(torch.tensor(ids[: kept[-1] + 1]).numpy(), asked, tuple((p, 0) for p in kept))


def rows_of(case, numbers, vocabulary, rng=None):
    """Inputs for the candidates of these numbers, the question typed anew now and then."""
    anew = rng is not None and rng.random() < RETYPED
    typed = {}
    for number in numbers:
        candidate = case["candidates"][number]
        question = candidate["question"]
        if anew:
            typed.setdefault(question, as_typed(question, rng))
        yield row_of(candidate, typed.get(question, question), vocabulary)


def general_cases(folder, count, rng):
    """Cases of the same form from public questions, so that nothing of them is forgotten.

    Windows of the paragraph with and without the answer, and one of another paragraph; three cases in
    ten have no answer.
    """
    questions = [question for question in read_questions(folder) if not is_held_out(question)]
    articles = Articles(questions)
    for question in rng.sample(questions, count):
        marked = labelled(question)
        windows = [window(marked, rng) for _ in range(6)]
        near = articles.near_paragraph(question, rng)
        passages = [w for w in windows if all(label == 0 for _, label in w)][:3]
        passages += [window([(sentence, 0) for sentence in near], rng)] if near else []
        if question.answers and rng.random() < 0.7:
            passages.append(window(marked, rng, rng.choice(question.answers)))
        candidates = [
            {
                "question": question.text,
                "title": question.title,
                "heading": "",
                "sentences": [sentence for sentence, _ in passage],
            }
            for passage in passages
        ]
        right = [any(label == 1 for _, label in passage) for passage in passages]
        if candidates:
            yield {"isAnswerable": any(right), "candidates": candidates, "right": right}


def scores(model, cases):
    """For each case the logit of the best sentence of each of its rows."""
    flat = [(len(row.ids), n, i, row) for n, rows in enumerate(cases) for i, row in enumerate(rows)]
    flat.sort(key=lambda entry: entry[0])
    found = {}
    for start in range(0, len(flat), ROWS_TOGETHER):
        part = flat[start : start + ROWS_TOGETHER]
        ids, types, mask, labels = tensors([row for *_, row in part])
        best = run(model, ids, types, mask).masked_fill(labels < 0, -1e4).max(1).values
        found.update({(n, i): best[at] for at, (_, n, i, _) in enumerate(part)})
    return [
        torch.stack([found[n, i] for i in range(len(rows))]) for n, rows in enumerate(cases)
    ]


def drawn(case, rng):
    """Some candidates of a case: numbers of the right ones, then of others drawn by lot."""
    numbers = rng.sample(range(len(case["right"])), len(case["right"]))
    right = [n for n in numbers if case["right"][n]][:MAX_RIGHT]
    return (right + [n for n in numbers if not case["right"][n]])[:CANDIDATES]


def loss_of(case, numbers, logits):
    """Cross-entropy of choosing a right candidate; to decline has logit 0.

    Where a case has an answer that was not proposed, to decline is right, with less weight.
    """
    options = torch.cat([logits, torch.zeros(1)])
    right = [case["isAnswerable"] and case["right"][n] for n in numbers]
    chosen = torch.tensor([*right, not any(right)])
    weight = 1.0 if any(right) or not case["isAnswerable"] else 0.3
    return weight * (torch.logsumexp(options, 0) - torch.logsumexp(options[chosen], 0))


def tune(checkpoint, cases, messages, lines, vocabulary, options):
    model = load_reader(checkpoint, messages.count)
    # Few words occur in so little data; and most of the weights are theirs.
    model.word.weight.requires_grad_(False)
    rng = random.Random(options.seed)
    batches = []
    for _ in range(options.epochs):
        order = rng.sample(cases, len(cases))
        batches += [order[at : at + CASES_AT_ONCE] for at in range(0, len(order), CASES_AT_ONCE)]
    talk = iter([])
    optimizer, schedule = optimizer_of(model, len(batches), options.learning_rate)
    model.train()
    started, total = time.monotonic(), 0.0
    for step, batch in enumerate(batches, start=1):
        chosen = [drawn(case, rng) for case in batch]
        rows = [list(rows_of(case, own, vocabulary, rng)) for case, own in zip(batch, chosen)]
        loss = sum(map(loss_of, batch, chosen, scores(model, rows))) / len(batch)
        read = list(islice(talk, MESSAGES_AT_ONCE))
        if len(read) < MESSAGES_AT_ONCE:
            talk = iter(rng.sample(lines, len(lines)))
            read += islice(talk, MESSAGES_AT_ONCE - len(read))
        labelled_loss = messages.loss(model, read, rng)
        optimizer.zero_grad()
        (loss + labelled_loss * 0.5).backward()
        torch.nn.utils.clip_grad_norm_(model.parameters(), 1.0)
        optimizer.step()
        schedule.step()
        total += loss.item()
        if step % REPORT_EVERY == 0 or step == len(batches):
            seconds = time.monotonic() - started
            mean = total / ((step - 1) % REPORT_EVERY + 1)
            left = seconds / step * (len(batches) - step) / 60
            print(f"{step}/{len(batches)} loss {mean:.3f}, {left:.0f} min left", flush=True)
            total = 0.0
    return model.eval()


@torch.no_grad()
def show(name, model, cases, vocabulary):
    """Prints how often the best candidate is right, and the AUC of its logit."""
    answered, best_of = [], {True: [], False: []}
    for case in cases:
        rows = list(rows_of(case, range(len(case["right"])), vocabulary))
        logits = scores(model, [rows])[0].tolist()
        best = max(range(len(logits)), key=logits.__getitem__)
        best_of[case["isAnswerable"]].append(logits[best])
        if case["isAnswerable"] and any(case["right"]):
            answered.append(case["right"][best])
    pairs = [(a > b) + 0.5 * (a == b) for a in best_of[True] for b in best_of[False]]
    right, auc = sum(answered) / max(1, len(answered)), sum(pairs) / max(1, len(pairs))
    print(f"{name}: right first {right:.3f} of {len(answered)}, AUC {auc:.3f}", flush=True)


def write_labels(folder, messages):
    (folder / "labels.json").write_text(json.dumps(messages.labels))


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--examples", required=True)
    parser.add_argument("--messages", required=True, help="labeled messages")
    parser.add_argument("--checkpoint", required=True)
    parser.add_argument("--data", required=True, help="folder with the *.jsonl.gz of convert.py")
    parser.add_argument("--general", type=int, default=1000, help="public questions mixed in")
    parser.add_argument("--out", required=True, help="where the weights go")
    parser.add_argument("--folds", help="folder for the readers of cross-fitting")
    parser.add_argument("--count", type=int, default=3, help="of these")
    parser.add_argument("--epochs", type=int, default=3)
    parser.add_argument("--learning-rate", type=float, default=1e-4)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)

    vocabulary = Vocabulary()
    cases = read_cases(options.examples)
    messages = Messages(options.messages, vocabulary)
    rng = random.Random(options.seed)
    general = list(general_cases(options.data, options.general, rng))
    held_out = [case for case in cases if case["split"] == "test"]
    tuning = [case for case in cases if case["split"] == "tune"]
    print(f"{len(tuning)} cases, {len(general)} public questions", flush=True)
    show("untuned", load_reader(options.checkpoint).eval(), held_out, vocabulary)
    model = tune(options.checkpoint, tuning + general, messages, messages.lines, vocabulary, options)
    torch.save({name: tensor.half() for name, tensor in model.state_dict().items()}, options.out)
    show("tuned", model, held_out, vocabulary)
    write_labels(Path(options.out).parent, messages)
    if not options.folds:
        return
    folder = Path(options.folds)
    folder.mkdir(parents=True, exist_ok=True)
    groups = sorted({case["group"] for case in tuning})
    rng.shuffle(groups)
    fold_of = {group: n % options.count for n, group in enumerate(groups)}
    (folder / "folds.json").write_text(json.dumps(fold_of))
    write_labels(folder, messages)
    phrasings = sorted({line["group"] for line in messages.lines})
    rng.shuffle(phrasings)
    own_fold = {group: n % options.count for n, group in enumerate(phrasings)}
    for fold in range(options.count):
        others = [case for case in tuning if fold_of[case["group"]] != fold]
        told = [line for line in messages.lines if own_fold[line["group"]] != fold]
        model = tune(options.checkpoint, others + general, messages, told, vocabulary, options)
        unseen = [line for line in messages.lines if own_fold[line["group"]] == fold]
        messages.show(f"fold {fold}, held-out phrasings", model, unseen)
        own = [case for case in tuning if fold_of[case["group"]] == fold]
        show(f"fold {fold}", model, own, vocabulary)
        weights = {name: tensor.half().float().numpy() for name, tensor in model.state_dict().items()}
        onnx.save(build(weights, float32=False), folder / f"{fold}.onnx")


if __name__ == "__main__":
    main()
