"""Reading sheets (CSV, XLSX) into checked rows. It writes nothing and needs no ledger."""
