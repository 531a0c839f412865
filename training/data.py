"""The questions, in the one form that convert.py writes, and which are held out."""

import gzip
import json
import random
import re
from collections import defaultdict
from dataclasses import dataclass
from pathlib import Path

# Titles of the articles kept for evaluate.py, as the sets write them.
HELD_OUT = {
    "squad1": {
        "2008 Summer Olympics torch relay",
        "Alsace",
        "Carnival",
        "Charleston, South Carolina",
        "Empiricism",
        "List of numbered streets in Manhattan",
        "Madonna (entertainer)",
        "Molotov%E2%80%93Ribbentrop Pact",
        "Old English",
        "Qing dynasty",
        "Southeast Asia",
        "Tuvalu",
    },
    "squad2": {"Packet switching", "Immune system", "Harvard University"},
}
NAME = re.compile(
    r"(?:[A-Z][\w'’-]+(?:\s+(?:of|the|de|van|and)\s+(?=[A-Z]))?(?:\s+(?=[A-Z]))?)+|\b\d{4}\b"
)
STOP = set(
    "the a an of in on at to for and or is was were are be been by with from as that this it its "
    "what which who whom when where why how did do does much many had has have his her their".split()
)


@dataclass(frozen=True)
class Question:
    text: str
    source: str
    title: str
    paragraph: int
    sentences: tuple
    # Numbers of the sentences that hold the answer, and of those that may: left out of the loss.
    answers: tuple = ()
    unsure: tuple = ()


def read_questions(folder):
    """All questions of a folder with squad1.jsonl.gz, squad2.jsonl.gz and covid.jsonl.gz; any may be missing."""
    for source in ("squad1", "squad2", "covid"):
        path = Path(folder) / f"{source}.jsonl.gz"
        if not path.exists():
            continue
        with gzip.open(path, "rt", encoding="utf-8") as lines:
            for number, line in enumerate(lines):
                row = json.loads(line)
                for question in row["questions"]:
                    yield Question(
                        question["q"],
                        source,
                        row["title"],
                        number,
                        tuple(row["sents"]),
                        tuple(question.get("pos", ())),
                        tuple(question.get("amb", ())),
                    )


def is_held_out(question):
    return question.title in HELD_OUT.get(question.source, ())


def content_words(text):
    return {word for word in re.findall(r"[a-z0-9]+", text.lower()) if word not in STOP}


class Articles:
    """The paragraphs and the names of each article of SQuAD 1.1."""

    def __init__(self, questions):
        self._paragraphs = defaultdict(dict)
        for q in questions:
            if q.source == "squad1":
                self._paragraphs[q.title][q.paragraph] = q.sentences
        self._names = {
            title: sorted(
                {
                    match.group(0).strip()
                    for sentences in paragraphs.values()
                    for sentence in sentences
                    # The first letter of a sentence is a capital anyway.
                    for match in NAME.finditer(sentence[1:])
                    if len(match.group(0)) > 3
                }
            )
            for title, paragraphs in self._paragraphs.items()
        }

    def near_paragraph(self, question, rng):
        """The most similar of six other paragraphs of the same article, or None."""
        others = [
            sentences
            for number, sentences in self._paragraphs[question.title].items()
            if number != question.paragraph
        ]
        if question.source != "squad1" or not others:
            return None
        asked = content_words(question.text)
        drawn = rng.sample(others, min(6, len(others)))
        return max(drawn, key=lambda sentences: len(asked & content_words(" ".join(sentences))))

    def with_other_name(self, question, rng):
        """The question asked of another name or year of the article, or None: its paragraph no longer answers it."""
        if question.source != "squad1":
            return None
        matches = [
            match
            for match in NAME.finditer(question.text)
            if match.start() > 0 and len(match.group(0)) > 3
        ]
        if not matches:
            return None
        match = rng.choice(matches)
        old, asked = match.group(0).strip(), content_words(question.text)
        names = [
            name
            for name in self._names[question.title]
            if name.isdigit() == old.isdigit() and not content_words(name) & asked
        ]
        if not names:
            return None
        start = match.start()
        return question.text[:start] + rng.choice(names) + question.text[start + len(old) :]
