"""One module a step; the next one names the newest as its `down_revision`."""
