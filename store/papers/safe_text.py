"""Text that is safe in the files that leave the ledger (trust.md §4)."""

import unicodedata


def legible(value: str) -> str:
    """`value` without characters that XML forbids; each is shown as a replacement character."""
    return "".join("\ufffd" if _is_forbidden(sign) else sign for sign in _newlines(value))


def _newlines(value: str) -> str:
    return value.replace("\r\n", "\n")


def _is_forbidden(sign: str) -> bool:
    control = unicodedata.category(sign) in {"Cc", "Cs"} and sign not in "\n\t"
    return control or sign in "\ufffe\uffff"
