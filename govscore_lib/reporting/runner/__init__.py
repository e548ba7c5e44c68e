"""Notebooks executed: many at once through papermill, forked from one warm process, in an IPython shell."""
