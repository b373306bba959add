"""The application object: `gunicorn wsgi:app`, `flask --app wsgi …`."""

from planner import create_app

app = create_app()
