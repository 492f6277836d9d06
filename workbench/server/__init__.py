"""What serves people: the pages through Voila, the notebooks through JupyterLab, both on this machine only."""
