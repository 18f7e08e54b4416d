"""Whether something is what somebody looks for."""


def has_word(sought: str, *texts: str) -> bool:
    """Whether every word of `sought` stands in one of the texts, whatever its case."""
    whole = " ".join(texts).casefold()
    return all(word in whole for word in sought.casefold().split())
