"""Tunes a reader to choose between the candidates for an answer.

    npm run train:choice -- --examples training/examples.jsonl
    python3 tune.py --data data --examples examples.jsonl --checkpoint reader.pt \\
        --out tuned.pt --unseen unseen.txt
    python3 export.py tuned.pt ../models/reader/reader.onnx
    npm run train:choice -- --unseen training/unseen.txt

What a reader says of a case that it was tuned on is no evidence. So it is tuned on a part of the
sources, and the choice is then fitted to the cases of the others.
"""

import argparse
import json
import random
import time

import torch

from data import Articles, is_held_out, read_questions
from mixture import as_typed, labelled, window
from model import load_reader, reader_inputs
from train import optimizer_of
from vocabulary import Vocabulary

# Tokens of a candidate that are read in training; what ships reads more.
LONGEST = 96
# Candidates of a case that are read at a time, the right ones first.
CANDIDATES = 4
MAX_RIGHT = 2
CASES_AT_ONCE = 8
REPORT_EVERY = 25


def read_cases(path, vocabulary):
    """Cases with (ids, length of the question's part, places of the ends of sentences) by candidate."""
    with open(path, encoding="utf-8") as file:
        cases = [json.loads(line) for line in file]
    for case in cases:
        case["inputs"] = [encoded(candidate, vocabulary) for candidate in case["candidates"]]
        case["right"] = [candidate["isRight"] for candidate in case["candidates"]]
    return [case for case in cases if case["inputs"]]


def encoded(candidate, vocabulary):
    title = " | ".join(part for part in (candidate["title"], candidate["heading"]) if part)
    sentences = candidate["sentences"]
    ids, asked, ends = next(reader_inputs(vocabulary, candidate["question"], title, sentences))
    kept = [place for place, _ in ends if place < LONGEST]
    return (ids[: kept[-1] + 1], asked, kept) if kept else (ids, asked, [ends[0][0]])


def general_cases(folder, count, vocabulary, rng):
    """Cases of the same form from public questions, so that nothing of them is forgotten.

    Windows of the paragraph with and without the answer, and one of another paragraph; three cases in
    ten have no answer.
    """
    questions = [question for question in read_questions(folder) if not is_held_out(question)]
    articles = Articles(questions)
    for number, question in enumerate(rng.sample(questions, count)):
        marked = labelled(question)
        windows = [window(marked, rng) for _ in range(6)]
        near = articles.near_paragraph(question, rng)
        passages = [w for w in windows if all(label == 0 for _, label in w)][:3]
        passages += [window([(sentence, 0) for sentence in near], rng)] if near else []
        if question.answers and rng.random() < 0.7:
            passages.append(window(marked, rng, rng.choice(question.answers)))
        asked = as_typed(question.text, rng)
        candidates = [
            {
                "question": asked,
                "title": question.title,
                "heading": "",
                "sentences": [sentence for sentence, _ in passage],
            }
            for passage in passages
        ]
        if candidates:
            right = [any(label == 1 for _, label in passage) for passage in passages]
            yield {
                "id": f"general/{number}",
                "isAnswerable": any(right),
                "inputs": [encoded(candidate, vocabulary) for candidate in candidates],
                "right": right,
            }


def scores(model, inputs):
    """The logit of the best sentence of each candidate."""
    longest = max(len(ids) for ids, _, _ in inputs)
    ids = torch.zeros(len(inputs), longest, dtype=torch.long)
    types, mask = torch.zeros_like(ids), torch.zeros_like(ids)
    ends = torch.zeros(len(inputs), longest, dtype=torch.bool)
    for i, (tokens, asked, places) in enumerate(inputs):
        ids[i, : len(tokens)] = torch.tensor(tokens)
        types[i, asked : len(tokens)] = 1
        mask[i, : len(tokens)] = 1
        ends[i, places] = True
    return model(ids, types, mask).masked_fill(~ends, -1e4).max(1).values


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


def tune(checkpoint, cases, options):
    model = load_reader(checkpoint)
    # Few words occur in so little data; and most of the weights are theirs.
    model.word.weight.requires_grad_(False)
    rng = random.Random(options.seed)
    batches = []
    for _ in range(options.epochs):
        ordered = rng.sample(cases, len(cases))
        # Cases of like length together, so that little is padded.
        ordered = [
            case
            for start in range(0, len(ordered), 60)
            for case in sorted(
                ordered[start : start + 60], key=lambda c: max(len(i[0]) for i in c["inputs"])
            )
        ]
        epoch = [
            ordered[start : start + CASES_AT_ONCE]
            for start in range(0, len(ordered), CASES_AT_ONCE)
        ]
        rng.shuffle(epoch)
        batches += epoch
    optimizer, schedule = optimizer_of(model, len(batches), options.learning_rate)
    model.train()
    started, total = time.monotonic(), 0.0
    for step, batch in enumerate(batches, start=1):
        chosen = [drawn(case, rng) for case in batch]
        inputs = [case["inputs"][n] for case, numbers in zip(batch, chosen) for n in numbers]
        parts = scores(model, inputs).split([len(numbers) for numbers in chosen])
        loss = sum(map(loss_of, batch, chosen, parts)) / len(batch)
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
            print(f"{step}/{len(batches)} loss {mean:.3f}, {left:.0f} min left", flush=True)
            total = 0.0
    return model.eval()


@torch.no_grad()
def show(name, model, cases):
    """Prints how often the best candidate is right, and the AUC of its logit."""
    answered, best_of = [], {True: [], False: []}
    for case in cases:
        logits = scores(model, case["inputs"]).tolist()
        best = max(range(len(logits)), key=logits.__getitem__)
        best_of[case["isAnswerable"]].append(logits[best])
        if case["isAnswerable"] and any(case["right"]):
            answered.append(case["right"][best])
    pairs = [(a > b) + 0.5 * (a == b) for a in best_of[True] for b in best_of[False]]
    right, auc = sum(answered) / max(1, len(answered)), sum(pairs) / max(1, len(pairs))
    print(f"{name}: right first {right:.3f} of {len(answered)}, AUC {auc:.3f}", flush=True)


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("--examples", required=True)
    parser.add_argument("--checkpoint", required=True)
    parser.add_argument("--data", required=True, help="folder with the *.jsonl.gz of convert.py")
    parser.add_argument("--general", type=int, default=700, help="public questions mixed in")
    parser.add_argument("--part", type=float, default=0.75, help="share of the sources to tune on")
    parser.add_argument("--out", required=True, help="where the weights go")
    parser.add_argument("--unseen", required=True, help="where the names of the other cases go")
    parser.add_argument("--epochs", type=int, default=2)
    parser.add_argument("--learning-rate", type=float, default=1e-4)
    parser.add_argument("--seed", type=int, default=11)
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(options.seed)

    vocabulary = Vocabulary()
    cases = read_cases(options.examples, vocabulary)
    rng = random.Random(options.seed)
    general = list(general_cases(options.data, options.general, vocabulary, rng))
    held_out = [case for case in cases if case["split"] == "test"]
    tuning = [case for case in cases if case["split"] == "tune"]
    groups = sorted({case["group"] for case in tuning})
    rng.shuffle(groups)
    own = set(groups[: round(options.part * len(groups))])
    tuned = [case for case in tuning if case["group"] in own]
    print(f"{len(tuned)} cases, {len(general)} public questions", flush=True)
    show("untuned", load_reader(options.checkpoint).eval(), held_out)
    model = tune(options.checkpoint, tuned + general, options)
    state = {name: tensor.half() for name, tensor in model.state_dict().items()}
    torch.save(state, options.out)
    show("tuned", model, held_out)
    with open(options.unseen, "w", encoding="utf-8") as file:
        for case in tuning:
            if case["group"] not in own:
                print(case["id"], file=file)


if __name__ == "__main__":
    main()
