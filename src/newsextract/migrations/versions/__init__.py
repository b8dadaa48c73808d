"""One module for each revision. A revision is never changed after a release; the next one follows it."""
