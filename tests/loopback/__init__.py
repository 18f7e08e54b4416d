"""Real servers on loopback that stand where Microsoft's do; no test's assertions live here."""
