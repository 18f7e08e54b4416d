"""Rules that acts and views share, above duties. Nothing here is an act of its own."""
