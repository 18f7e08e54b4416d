"""Cards about a cycle and its list, from the draw to the confirmation."""
