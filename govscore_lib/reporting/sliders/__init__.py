"""Points moved live: one component for JupyterLab and for the published page."""
