"""What the documents say, in no library's terms."""
