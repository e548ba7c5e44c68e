"""Pages as they lie on disk: packed, and what is alike kept once."""
