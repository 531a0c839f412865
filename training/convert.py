"""Converts public question answering sets to the form that training reads.

    python3 convert.py --squad1 train-v1.1.json --squad2 dev-v2.0.json --covid COVID-QA.json --out DIR

Each line of DIR/*.jsonl.gz is a paragraph: {"title", "sents", "questions": [{"q", "pos", "amb"}]};
`pos` are the sentences that hold the answer, `amb` those that hold its text elsewhere.
"""

import argparse
import bisect
import gzip
import json
import random
import re
from pathlib import Path

ABBREVIATION = re.compile(
    r"(?:\b(?:Dr|Mr|Mrs|Ms|Prof|St|Jr|Sr|vs|etc|al|Fig|No|Vol|pp|cf|ca|approx|Inc|Ltd|Co|Corp|Gen|Lt|Col"
    r"|Sgt|Rev|Hon|Univ|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept?|Oct|Nov|Dec|e\.g|i\.e|U\.S|U\.K|Ph\.D|a\.m|p\.m)"
    r"|\b[A-Z])\.$"
)
END = re.compile(r"[.!?][\"'”’)\]]*\s+(?=[\"'“‘(\[]?[A-Z0-9])")
# COVID-QA's contexts are whole papers: so many sentences around the answer are taken.
PAPER_WINDOW = 6


def sentence_starts(text):
    starts = [0]
    for match in END.finditer(text):
        if not ABBREVIATION.search(text[: match.end()].rstrip().rstrip("\"'”’)]")):
            starts.append(match.end())
    return starts


def paragraphs_of(path):
    for article in json.loads(Path(path).read_text("utf-8"))["data"]:
        title = article.get("title", "").replace("_", " ")
        for paragraph in article["paragraphs"]:
            yield title, paragraph["context"], paragraph["qas"]


def squad(path):
    for title, text, qas in paragraphs_of(path):
        starts = sentence_starts(text)
        sentences = cut(text, starts)
        questions = [question_of(qa, starts, sentences) for qa in qas]
        yield {"title": title, "sents": sentences, "questions": questions}


def covid(path):
    rng = random.Random(7)
    for title, text, qas in paragraphs_of(path):
        starts = sentence_starts(text)
        sentences = cut(text, starts)
        for qa in qas:
            question = question_of(qa, starts, sentences)
            if not question["pos"]:
                continue
            # The answer may stand anywhere in it but last.
            first = max(0, question["pos"][0] - rng.randrange(PAPER_WINDOW - 1))
            last = first + PAPER_WINDOW
            for key in ("pos", "amb"):
                question[key] = [n - first for n in question[key] if first <= n < last]
            yield {"title": title, "sents": sentences[first:last], "questions": [question]}


def cut(text, starts):
    ends = [*starts[1:], len(text)]
    return [" ".join(text[start:end].split()) for start, end in zip(starts, ends)]


def question_of(qa, starts, sentences):
    answers = qa["answers"]
    places = {bisect.bisect_right(starts, answer["answer_start"]) - 1 for answer in answers}
    texts = [" ".join(answer["text"].split()) for answer in answers]
    elsewhere = {
        n for n, sentence in enumerate(sentences) if any(text in sentence for text in texts)
    } - places
    return {"q": qa["question"].strip(), "pos": sorted(places), "amb": sorted(elsewhere)}


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    for name in ("squad1", "squad2", "covid"):
        parser.add_argument(f"--{name}", help="the set's JSON file")
    parser.add_argument("--out", required=True)
    options = vars(parser.parse_args())
    out = Path(options.pop("out"))
    out.mkdir(parents=True, exist_ok=True)
    for name, path in options.items():
        if path is None:
            continue
        rows = list(covid(path) if name == "covid" else squad(path))
        with gzip.open(out / f"{name}.jsonl.gz", "wt", encoding="utf-8") as file:
            file.writelines(json.dumps(row, ensure_ascii=False) + "\n" for row in rows)
        print(f"{name}: {sum(len(row['questions']) for row in rows)} questions")


if __name__ == "__main__":
    main()
