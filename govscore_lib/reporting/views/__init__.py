"""A scorecard as pages and charts need it: named, ordered, looked up, added up."""
