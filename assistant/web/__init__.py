"""The web page: the only part that knows gradio, fastapi and uvicorn."""

import os

# Set here because gradio reads them while it is imported and when a page is made.
# The page and the server behind it tell nobody that they are in use ...
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
# ... and count nothing: gradio would sum up its last 10,000 events in pandas after each answer.
os.environ["GRADIO_ANALYTICS_CACHE_FREQUENCY"] = str(10**9)
