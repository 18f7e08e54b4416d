"""How people see the programme and act on it; every rule and decision is in `store`."""
