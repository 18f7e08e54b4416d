"""Views of what people owe and how they are reminded."""
