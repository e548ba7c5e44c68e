"""A file → tables of cell texts, each with its row: formats, encodings, damage."""
