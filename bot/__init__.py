"""How people see the programme and act on it; what is true is decided in `store`, never here."""
