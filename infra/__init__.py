"""What surrounds the house: packaging, sample data, deployment; nothing here runs in production."""
