"""What several conversations share: how one is described, forms and their fields, buttons."""
