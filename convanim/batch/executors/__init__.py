"""What runs jobs: this process, several of them, or the workers of a dask cluster."""
