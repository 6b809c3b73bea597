"""The web page: the only part that knows gradio, fastapi and uvicorn."""

import os

# Set here because gradio reads them while it is imported and when a page is made.
# The page and its server report nothing about their use ...
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
# ... and count nothing: gradio would count its last 10,000 events in pandas after each answer.
os.environ["GRADIO_ANALYTICS_CACHE_FREQUENCY"] = str(10**9)
