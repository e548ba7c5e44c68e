"""The text of a cell → its value: spellings, amounts, days, regions, and what was changed."""
