"""Measures a checkpoint on the articles that were held out.

    python3 evaluate.py --data DIR reader.pt
    python3 evaluate.py --data DIR --cases cases.jsonl     # for: npm run evaluate:reader -- cases.jsonl
"""

import argparse
import json
import random
from dataclasses import replace

import torch

from data import Articles, is_held_out, read_questions
from model import load_reader, reader_inputs
from vocabulary import Vocabulary

SEED = 7


def cases_of(questions, limit):
    """For each set, at most `limit` questions that their paragraph answers, and as many that it does not."""
    rng = random.Random(SEED)
    articles = Articles(questions)
    held_out = [question for question in questions if is_held_out(question)]
    rng.shuffle(held_out)
    squad1 = [q for q in held_out if q.source == "squad1" and q.answers][:limit]
    others = [(q, articles.with_other_name(q, rng)) for q in squad1]
    squad2 = [q for q in held_out if q.source == "squad2"]
    return {
        "SQuAD 1.1, against other names": (
            squad1,
            [replace(q, text=text, answers=()) for q, text in others if text],
        ),
        "SQuAD 2.0, against its unanswerable": (
            [q for q in squad2 if q.answers][:limit],
            [q for q in squad2 if not q.answers][:limit],
        ),
    }


@torch.no_grad()
def logits_of(model, vocabulary, question):
    """One logit for each sentence of the question's paragraph."""
    logits = []
    inputs = reader_inputs(vocabulary, question.text, question.title, question.sentences)
    for ids, asked, ends in inputs:
        row = torch.tensor([ids])
        types = torch.tensor([[0] * asked + [1] * (len(ids) - asked)])
        out = model(row, types, torch.ones_like(row))[0]
        logits += [out[place].item() for place, _ in ends]
    return logits


def measure(model, vocabulary, answered, unanswered):
    """How often the best sentence is the right one; how well its logit tells both kinds of questions apart."""
    right, covered = 0, []
    for question in answered:
        logits = logits_of(model, vocabulary, question)
        best = max(range(len(logits)), key=logits.__getitem__)
        right += best in question.answers
        covered.append(logits[best])
    uncovered = [max(logits_of(model, vocabulary, question)) for question in unanswered]
    return right / max(1, len(answered)), auc(covered, uncovered)


def auc(positives, negatives):
    """How often a positive is above a negative; a tie counts half."""
    pairs = len(positives) * len(negatives)
    above = sum((p > n) + 0.5 * (p == n) for p in positives for n in negatives)
    return above / pairs if pairs else float("nan")


def show(model, vocabulary, cases):
    model.eval()
    for name, (answered, unanswered) in cases.items():
        right, area = measure(model, vocabulary, answered, unanswered)
        print(
            f"{name}: right sentence first {right:.3f} of {len(answered)}, "
            f"AUC {area:.3f} against {len(unanswered)}",
            flush=True,
        )


def write(cases, path):
    with open(path, "w", encoding="utf-8") as file:
        for name, kinds in cases.items():
            for question in (question for kind in kinds for question in kind):
                row = {
                    "set": name,
                    "question": question.text,
                    "title": question.title,
                    "sentences": question.sentences,
                    "answers": question.answers,
                }
                file.write(json.dumps(row, ensure_ascii=False) + "\n")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("checkpoint", nargs="?")
    parser.add_argument("--data", required=True, help="folder with the *.jsonl.gz of convert.py")
    parser.add_argument("--limit", type=int, default=700, help="questions of each set and kind")
    parser.add_argument("--cases", help="file to write the cases to")
    parser.add_argument("--threads", type=int, default=2)
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    cases = cases_of(list(read_questions(options.data)), options.limit)
    if options.cases:
        write(cases, options.cases)
    if options.checkpoint:
        show(load_reader(options.checkpoint), Vocabulary(), cases)


if __name__ == "__main__":
    main()
