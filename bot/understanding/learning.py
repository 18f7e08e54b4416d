"""Two readers that learn from sentences: what is meant, and whether a child may be at risk.

Characters and words weighed by TF-IDF, then one logistic regression for each answer: what did best
of the methods tried on one machine with no service (docs/decisions/31). scikit-learn is loaded
when the first sentence is learnt from, never when the bot starts.
"""

from collections.abc import Callable, Mapping, Sequence
from functools import cache
from threading import Lock, Timer
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.understanding.intents import NONE, at_risk, intents
from bot.understanding.normal import concepts, normal

Extra = tuple[tuple[str, tuple[str, ...]], ...]
"""A profile's own sentences, by intent."""

STRENGTH = 10.0
"""How closely what is meant follows its sentences (the C of the regression)."""
RISK_STRENGTH = 30.0
"""The same for a child at risk."""

_learning = Lock()


class _Features:
    """Sentences as numbers: runs of characters, words and pairs of words, concepts."""

    def __init__(self, sentences: Sequence[str]) -> None:
        from sklearn.feature_extraction.text import TfidfVectorizer  # noqa: PLC0415 - when first used

        split: Callable[[str], list[str]] = str.split
        self._parts = (
            TfidfVectorizer(analyzer="char_wb", ngram_range=(2, 4), sublinear_tf=True),
            TfidfVectorizer(
                tokenizer=split, token_pattern=None, ngram_range=(1, 2), sublinear_tf=True
            ),
            TfidfVectorizer(tokenizer=split, token_pattern=None),
        )
        for part, said in zip(self._parts, self._said(sentences), strict=True):
            part.fit(said)

    def of(self, sentences: Sequence[str]) -> Any:
        """A sparse matrix with a row for each sentence."""
        from scipy.sparse import hstack  # noqa: PLC0415 - as above

        said = self._said(sentences)
        parts = [part.transform(words) for part, words in zip(self._parts, said, strict=True)]
        return hstack(parts).tocsr()

    @staticmethod
    def _said(sentences: Sequence[str]) -> tuple[list[str], list[str], list[str]]:
        evened = [normal(sentence) for sentence in sentences]
        return evened, evened, [concepts(words) for words in evened]


class Learnt:
    """What was learnt: for each name how likely a sentence means it."""

    def __init__(
        self,
        sentences: Mapping[str, Sequence[str]],
        *,
        strength: float,
        weighing: str | None = None,
    ) -> None:
        """Learn to tell the names apart by their sentences; each is told from all the others."""
        from sklearn.linear_model import LogisticRegression  # noqa: PLC0415 - as above
        from threadpoolctl import threadpool_limits  # noqa: PLC0415 - as above

        every = [one for named in sentences.values() for one in named]
        names = [name for name, named in sentences.items() for _ in named]
        self.names = tuple(sentences)
        self._features = _Features(every)
        rows = self._features.of(every)
        weights, offsets = [], []
        # Many threads on vectors as short as these take some forty times as long as one.
        with threadpool_limits(1):
            for name in self.names:
                fitted = LogisticRegression(C=strength, solver="liblinear", class_weight=weighing)
                fitted.fit(rows, [own == name for own in names])
                weights.append(fitted.coef_[0])
                offsets.append(float(fitted.intercept_[0]))
        self._weights = np.array(weights).T
        self._offsets = np.array(offsets)

    def likely(self, sentence: str) -> NDArray[np.float64]:
        """How likely each of `names` is by itself, between 0 and 1."""
        scores = np.asarray(self._features.of([sentence]) @ self._weights)[0] + self._offsets
        likely: NDArray[np.float64] = 1.0 / (1.0 + np.exp(-scores))
        return likely


def meanings(extra: Extra = ()) -> Learnt:
    """The reader of what is meant, with a profile's own sentences; learnt once."""
    with _learning:
        return _meanings(extra)


def risks() -> Learnt:
    """The reader of whether a child may be at risk; learnt once."""
    with _learning:
        return _risks()


def learn_soon(extra: Extra = (), *, after: float = 2.0) -> None:
    """Learn `after` so many seconds in a thread of its own, so that the first sentence is quick."""

    def learn() -> None:
        risks()
        meanings(extra)

    timer = Timer(after, learn)
    timer.daemon = True
    timer.start()


@cache
def _meanings(extra: Extra) -> Learnt:
    own = dict(extra)
    return Learnt(
        {name: (*one.sentences, *own.get(name, ())) for name, one in intents().items()},
        strength=STRENGTH,
    )


@cache
def _risks() -> Learnt:
    told = at_risk()
    others = [one for intent in intents().values() for one in intent.sentences]
    return Learnt(
        {"now": told["now"], NONE: (*told["not"], *others)},
        strength=RISK_STRENGTH,
        weighing="balanced",
    )
