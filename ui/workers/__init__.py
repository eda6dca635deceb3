"""Work beside the window: lanes of threads and the one way back."""
