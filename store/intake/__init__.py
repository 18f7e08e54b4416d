"""From a sheet or the directory into the ledger, whole or not at all."""
