"""Sample cards as the bot sends them (contract.md §8)."""

from typing import Any

Json = dict[str, Any]


def card(*body: Json, actions: list[Json] | None = None) -> Json:
    """An Adaptive Card 1.5 of those elements and actions."""
    return {
        "type": "AdaptiveCard",
        "version": "1.5",
        "fallbackText": "A card",
        "speak": "A card",
        "body": list(body),
        "actions": actions or [],
    }


def text(words: str, **more: Any) -> Json:
    """A line of a card."""
    return {"type": "TextBlock", "text": words, "wrap": True, **more}


def execute(verb: str, title: str, subject: str = "M900123", version: int = 1) -> Json:
    """A button that does an act at once."""
    data = {"id": subject, "version": version}
    fallback = {"type": "Action.Submit", "title": title, "data": {"verb": verb, **data}}
    own = {"type": "Action.Execute", "title": title, "verb": verb}
    return {**own, "data": data, "fallback": fallback}


def opens(verb: str, title: str, subject: str = "M900123", version: int = 1) -> Json:
    """A button that opens a dialog."""
    fetch = {"msteams": {"type": "task/fetch"}}
    data = {**fetch, "verb": verb, "id": subject, "version": version}
    return {"type": "Action.Submit", "title": title, "data": data}


def submits(verb: str, title: str, subject: str = "M900123", version: int = 1) -> Json:
    """The button that submits a dialog's form."""
    data = {"verb": verb, "id": subject, "version": version}
    return {"type": "Action.Submit", "title": title, "data": data}


def allocation() -> Json:
    """The card of an allocation, with the rarer acts under More."""
    more = card(
        text("An independence you cannot give is no exemption; the audit team reallocates."),
        actions=[opens("conflict.declare", "Declare a conflict")],
    )
    return card(
        text("Audit M900123 by Mon 21 Dec", style="heading", size="Medium", weight="Bolder"),
        {
            "type": "FactSet",
            "facts": [
                {"title": "You and", "value": "Sam Okoro (Team C, FSP)"},
                {"title": "Moderator", "value": "Dr A. Lewis"},
                {"title": "Look for", "value": "is the child's voice in the **plan**?"},
            ],
        },
        text("Please meet Sam to talk through the work.", isSubtle=True),
        {
            "type": "ActionSet",
            "actions": [
                execute("allocation.accept", "Accept the audit") | {"style": "positive"},
                opens("exemption.request", "Ask to be exempt"),
                {"type": "Action.OpenUrl", "title": "Open the audit tool",
                 "url": "https://tool.council.example/"},
                {"type": "Action.ShowCard", "title": "More", "card": more},
            ],
        },
        {"type": "TextBlock", "id": "why", "isVisible": False, "wrap": True,
         "text": "The 15th working day of December (programme, step 8)."},
        actions=[{"type": "Action.ToggleVisibility", "title": "Why this date?",
                  "targetElements": ["why"]}],
    )  # fmt: skip


def accepted() -> Json:
    """The receipt that replaces the allocation."""
    return card(
        text("You accepted M900123 on Mon 30 Nov, 09:00", style="heading", weight="Bolder"),
        text("Sam and Sam's manager have been told. Return due Mon 21 Dec."),
        actions=[opens("return.submit", "Start the return", version=2)],
    )


def exemption_form(refusal: str | None = None, given: Json | None = None) -> Json:
    """The form of an exemption, with the bot's refusal and the values `given` before."""
    values = {"category": "leave", "reason": "", "urgent": "false"} | (given or {})
    said = [text(refusal, color="Attention", weight="Bolder")] if refusal else []
    return card(
        *said,
        {
            "type": "Input.ChoiceSet", "id": "category", "label": "Why (required)",
            "isRequired": True, "errorMessage": "Choose what stands in the way.",
            "style": "expanded", "value": values["category"],
            "choices": [
                {"title": "Leave", "value": "leave"}, {"title": "Sickness", "value": "sickness"},
                {"title": "Workload", "value": "workload"}, {"title": "Other", "value": "other"},
            ],
        },
        {
            "type": "Input.Text", "id": "reason", "label": "Reason (required)", "isRequired": True,
            "errorMessage": "Say in a sentence what stands in the way.", "isMultiline": True,
            "value": values["reason"],
        },
        {"type": "Input.Toggle", "id": "urgent", "title": "I am away from tomorrow",
         "value": values["urgent"]},
        actions=[submits("exemption.request", "Ask your Head of Service")],
    )  # fmt: skip
