"""The words that every room uses: errors, days in words, kinds of duty. Imports no other room."""
