"""The WSGI application."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "accord.site.settings")
application = get_wsgi_application()
# What was loaded stays for good; looking through it again and again costs requests their time.
gc.freeze()
