"""The Qt layer: a window over the services. Enters the core through services, domain and errors only."""
