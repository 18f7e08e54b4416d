"""What profiles may ask and whom they may name: closed lists, a module a chapter."""
