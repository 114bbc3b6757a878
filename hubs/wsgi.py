"""What a production server serves: `gunicorn hubs.wsgi`."""

import os
import sys

from django.core.exceptions import ImproperlyConfigured
from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "hubs.settings")

try:
    application = get_wsgi_application()
except ImproperlyConfigured as problem:
    # gunicorn gives up on a worker that leaves with 3; on another code it would start it again for ever.
    print(problem, file=sys.stderr)
    sys.exit(3)
