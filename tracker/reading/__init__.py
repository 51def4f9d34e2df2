"""What answers a page: the record at a moment, its initiatives by dimension, words and time."""
