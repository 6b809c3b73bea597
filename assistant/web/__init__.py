"""The web page: the only part that knows gradio, fastapi and uvicorn."""

import os

# Read while gradio is being imported, so set before any module here imports it: the page and the
# server behind it tell nobody that they are in use.
os.environ["GRADIO_ANALYTICS_ENABLED"] = "False"
