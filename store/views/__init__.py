"""Read models: frozen dataclasses, and the queries that make them. Nothing here acts or draws."""
