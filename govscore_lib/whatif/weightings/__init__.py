"""Other weights: methods that propose them, random ones, and what they do to places."""
