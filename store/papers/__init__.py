"""Files that leave the ledger: DOCX, XLSX and the evidence pack. Written from views alone."""
