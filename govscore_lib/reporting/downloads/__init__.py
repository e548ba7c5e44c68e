"""What a reader can take away: results as a workbook and as tables, executed notebooks."""
