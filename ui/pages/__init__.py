"""One module per place in the navigation; logic beside its view."""
