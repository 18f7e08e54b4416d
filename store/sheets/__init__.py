"""Reading people and case sheets (CSV, XLSX) into checked rows; writes nothing, asks no ledger."""
