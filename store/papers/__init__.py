"""Files that leave the ledger: DOCX, XLSX and the evidence pack. They are made from views alone."""
