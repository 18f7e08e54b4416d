"""Fields that hold private text: checked on the way in, sealed before the fact is written."""

import unicodedata
from datetime import date
from enum import Enum
from typing import Any, ClassVar

from pydantic import BaseModel, GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

from store.ledger import Unit

INVISIBLE = {
    0x00AD, 0x034F, 0x061C, 0x115F, 0x1160, 0x17B4, 0x17B5, *range(0x180B, 0x1810),
    *range(0x200B, 0x2010), *range(0x2028, 0x202F), *range(0x2060, 0x2070), 0x2800, 0x3164,
    0xFEFF, 0xFFA0, *range(0xFFF9, 0xFFFC), *range(0xE0000, 0xE0080),
}  # fmt: skip
"""Zero-width, bidirectional and blank characters. They could make one sentence look like another,
or make an empty reason look filled in."""


def clean(text: str) -> str:
    """Text as it is stored: composed Unicode (NFC), without invisible characters.

    Raises `ValueError` for control characters, which no keyboard sends.
    """
    kept = "".join(c for c in unicodedata.normalize("NFC", text) if ord(c) not in INVISIBLE)
    kept = kept.replace("\r\n", "\n").strip()
    if any(unicodedata.category(c) == "Cc" and c not in "\n\t" for c in kept):
        raise ValueError("contains control characters; type it again")
    return kept


class PrivateText(str):
    """Text about a child or a person. Facts hold its digest, never the words."""

    __slots__ = ()
    retention: ClassVar[str] = "audit"
    longest: ClassVar[int] = 4000

    @classmethod
    def __get_pydantic_core_schema__(
        cls, _source: Any, _handler: GetCoreSchemaHandler
    ) -> CoreSchema:
        """Validate the text and make it this class; in a JSON schema it is a string."""
        return core_schema.no_info_after_validator_function(
            cls._checked, core_schema.str_schema(max_length=cls.longest)
        )

    @classmethod
    def _checked(cls, text: str) -> "PrivateText":
        kept = clean(text)
        if not kept:
            raise ValueError("is needed")
        return cls(kept)


class StaffText(PrivateText):
    """Text about a member of staff, kept for as long as personnel rules say."""

    __slots__ = ()
    retention = "staff"
    longest = 1000


class ConcernText(StaffText):
    """What somebody says about how a colleague did an audit: staff text, of any usual length."""

    __slots__ = ()
    longest = 4000


class LinkText(PrivateText):
    """The link to a document, whose path may contain a child's name."""

    __slots__ = ()
    longest = 500


def blank_to_none(value: object) -> object:
    """None for blank text, because a form sends an empty box as empty text."""
    return None if isinstance(value, str) and not value.strip() else value


def redacted(unit: Unit, value: Any) -> Any:
    """`value` as a fact may hold it: private text as a digest, dates as ISO text."""
    match value:
        case PrivateText():
            return unit.seal(str(value), value.retention)
        case BaseModel():
            return {
                field.alias or name: redacted(unit, getattr(value, name))
                for name, field in type(value).model_fields.items()
                if not field.exclude
            }
        case dict():
            return {key: redacted(unit, item) for key, item in value.items()}
        case list() | tuple():
            return [redacted(unit, item) for item in value]
        case Enum():
            return value.value
        case date():
            return value.isoformat()
        case _:
            return value


def sealed_text(unit: Unit, text: PrivateText | None) -> str | None:
    """Seal `text` and return its id, for a row's column."""
    return None if text is None else unit.seal(str(text), text.retention)["sealed"]


def sealed_model(unit: Unit, value: BaseModel, retention: str = "audit") -> str:
    """Seal a whole model as one text, for fields that are only read together, and return its id."""
    return unit.seal(value.model_dump_json(), retention)["sealed"]
