"""Training examples: questions as people type them, with passages that answer them and that do not."""

import re
from typing import NamedTuple

from data import STOP

GREETINGS = (
    "Hi! ",
    "Hello, ",
    "I would like to know: ",
    "Can you tell me ",
    "Thanks. And ",
    "Please tell me ",
)
VERB = re.compile(r"\s(?:is|was|were|are|has|had|became|received|joined)\s(?:also\s)?")


class Example(NamedTuple):
    question: str
    title: str
    sentences: tuple
    # For each sentence 1, 0, or None where it is left out of the loss.
    labels: tuple


def examples_of(question, articles, rng):
    """Yields the examples of one question.

    A model that meets short passages only with an answer in them learns that short means answered.
    So windows of one to four sentences are on both sides.
    """
    title = question.title if rng.random() < 0.85 else ""
    marked = labelled(question)

    def example(text, passage):
        if rng.random() < 0.1:
            passage = as_lines(passage, rng)
        sentences, labels = zip(*passage)
        return Example(as_typed(text, rng), title, sentences, labels)

    def around_answer(whole):
        if rng.random() < whole:
            return marked
        return window(marked, rng, rng.choice(question.answers) if question.answers else None)

    yield example(question.text, around_answer(whole=0.45))
    if question.answers and rng.random() < 0.6:
        beside = [window(marked, rng) for _ in range(4)]
        without = [passage for passage in beside if all(label == 0 for _, label in passage)]
        if without:
            yield example(question.text, without[0])
    if rng.random() < 0.5:
        near = articles.near_paragraph(question, rng)
        if near:
            passage = [(sentence, 0) for sentence in near]
            yield example(
                question.text, passage if rng.random() < 0.4 else window(passage, rng)
            )
    if rng.random() < 0.35:
        other = articles.with_other_name(question, rng)
        if other:
            yield example(other, [(sentence, 0) for sentence, _ in around_answer(whole=0.5)])


def labelled(question):
    return [
        (sentence, 1 if n in question.answers else None if n in question.unsure else 0)
        for n, sentence in enumerate(question.sentences)
    ]


def window(passage, rng, keep=None):
    """A run of one to four sentences, with the one numbered `keep` among them."""
    size = min(len(passage), rng.choice((1, 1, 2, 2, 3, 4)))
    if keep is None:
        start = rng.randint(0, len(passage) - size)
    else:
        start = rng.randint(max(0, keep - size + 1), min(keep, len(passage) - size))
    return passage[start : start + size]


def as_typed(text, rng):
    """Without the question mark, as key words alone, or after a greeting; mostly as it is."""
    chance = rng.random()
    if chance < 0.25:
        return text.rstrip("?").rstrip()
    if chance < 0.32:
        words = re.findall(r"\w[\w'-]*", text)
        return " ".join(word for word in words if word.lower() not in STOP) or text
    if chance < 0.40:
        return rng.choice(GREETINGS) + text
    return text


def as_lines(passage, rng):
    """The sentences as a list, or as lines of a CV: "Label: value"."""
    if rng.random() < 0.5:
        return [(f"- {sentence.rstrip('.')}", label) for sentence, label in passage]
    return [(VERB.sub(": ", sentence, count=1).rstrip("."), label) for sentence, label in passage]
