"""BERT's uncased word pieces, from the tokenizer.json that ships with the reader."""

import json
import unicodedata
from functools import lru_cache
from pathlib import Path

CLS, SEP, UNKNOWN = 101, 102, 100
SHIPPED = Path(__file__).parent.parent / "models" / "reader" / "tokenizer.json"


class Vocabulary:
    def __init__(self, path=SHIPPED):
        self.pieces = json.loads(Path(path).read_text("utf-8"))["model"]["vocab"]
        self._word_ids = lru_cache(maxsize=500_000)(self._split)

    def ids(self, text):
        """The ids of a text, without [CLS] and [SEP]."""
        return [id for word in words_of(text) for id in self._word_ids(word)]

    def _split(self, word):
        """The longest piece first, then the longest of what is left."""
        if len(word) > 100:
            return (UNKNOWN,)
        ids, start = [], 0
        while start < len(word):
            prefix = "##" if start else ""
            end = len(word)
            while end > start and prefix + word[start:end] not in self.pieces:
                end -= 1
            if end == start:
                return (UNKNOWN,)
            ids.append(self.pieces[prefix + word[start:end]])
            start = end
        return tuple(ids)


def words_of(text):
    """Lower case, without accents; each mark of punctuation is a word of its own."""
    out = []
    for char in unicodedata.normalize("NFD", text.lower()):
        category = unicodedata.category(char)
        if char.isspace():
            out.append(" ")
        elif category == "Mn" or category[0] == "C" or char == "\ufffd":
            continue
        elif category[0] == "P" or is_ascii_symbol(char) or is_ideograph(char):
            out.append(f" {char} ")
        else:
            out.append(char)
    return "".join(out).split()


def is_ascii_symbol(char):
    return "!" <= char <= "~" and not char.isalnum()


def is_ideograph(char):
    return "\u4e00" <= char <= "\u9fff" or "\u3400" <= char <= "\u4dbf"
