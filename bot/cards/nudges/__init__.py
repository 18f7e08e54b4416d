"""Cards about what people owe and how they are reminded."""
