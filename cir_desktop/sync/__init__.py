"""Pull and push, on storage and register."""
