"""From a cut to what people read: released figures, words, charts, maps and tables."""
