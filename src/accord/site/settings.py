"""Django settings: one flat file, every deploy-time choice read from the environment."""

from pathlib import Path

from accord import __version__
from accord.site import environment

ROOT = Path(__file__).resolve().parents[3]
VAR = Path(environment.text("ACCORD_VAR") or ROOT / "var" / "local")

VERSION = __version__
DEBUG = environment.flag("ACCORD_DEBUG")
IS_DEMO = environment.flag("ACCORD_DEMO")
SECRET_KEY = environment.secret_key(VAR)
ALLOWED_HOSTS = environment.words("ACCORD_HOSTS", "localhost,127.0.0.1,[::1],testserver")
PUBLIC_URL = environment.public_url(VAR)
CSRF_TRUSTED_ORIGINS = [PUBLIC_URL]
IS_HTTPS = PUBLIC_URL.startswith("https://")

INSTALLED_APPS = [
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "accord.apps.accounts.apps.AccountsConfig",
    "accord.apps.core.apps.CoreConfig",
    "accord.apps.ui.apps.UiConfig",
    "accord.apps.documents.apps.DocumentsConfig",
    "accord.apps.directory.apps.DirectoryConfig",
    "accord.apps.programmes.apps.ProgrammesConfig",
    "accord.apps.partnering.apps.PartneringConfig",
    "accord.apps.brokerage.apps.BrokerageConfig",
    "django.contrib.auth",  # others come after ours: our templates and translations win
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "template_partials",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "accord.site.middleware.headers",
    "accord.site.middleware.problems",  # what fails before anybody's language is known
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "accord.site.middleware.presentation",
    "accord.site.middleware.problems",
    "accord.site.middleware.presence",
    "accord.site.middleware.SignInRequired",
    "accord.site.middleware.Readable",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "accord.site.middleware.refusals",
]
ROOT_URLCONF = "accord.site.urls"
WSGI_APPLICATION = "accord.site.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "accord.site.context.frame",
            ]
        },
    }
]
FORM_RENDERER = "accord.apps.ui.forms.renderer.Renderer"

DATABASES = {
    "default": environment.database(
        environment.text("ACCORD_DATABASE", f"sqlite:///{VAR / 'accord.sqlite3'}")
    )
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TASKS = {"default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default"]}}
# What counts attempts must be counted by all processes of an instance together.
CACHES = {"default": environment.counters(str(DATABASES["default"]["ENGINE"]), VAR)}

LANGUAGES = [("en", "English"), ("fa", "فارسی"), ("ru", "Русский")]
LANGUAGE_CODE = "en"
LOCALE_PATHS = [Path(__file__).parent / "locale"]
LANGUAGE_COOKIE_NAME = "accord_language"
USE_TZ = True
TIME_ZONE = "UTC"

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "accord.apps.accounts.adapters.LongEnough", "OPTIONS": {"min_length": 12}},
    {"NAME": "accord.apps.accounts.adapters.NotCommon"},
    {
        "NAME": "accord.apps.accounts.adapters.NotLikeTheUser",
        "OPTIONS": {"user_attributes": ("name", "email")},
    },
]
PASSWORD_RESET_TIMEOUT = 4 * 60 * 60
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "accord.apps.accounts.adapters.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # who accepted an invitation has read our mail
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = "Accord: "
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_FORMS = {
    "login": "accord.apps.accounts.forms.SignInForm",
    "reset_password": "accord.apps.accounts.forms.ForgottenPasswordForm",
    "reset_password_from_key": "accord.apps.accounts.forms.NewPasswordForm",
    "change_password": "accord.apps.accounts.forms.ChangePasswordForm",
    "set_password": "accord.apps.accounts.forms.SetPasswordForm",
    "reauthenticate": "accord.apps.accounts.forms.ConfirmForm",
}
MFA_ADAPTER = "accord.apps.accounts.adapters.FactorAdapter"
MFA_SUPPORTED_TYPES = ["totp", "recovery_codes"]
MFA_ALLOW_UNVERIFIED_EMAIL = True  # the invitation has verified it
MFA_TOTP_ISSUER = "Accord"
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "accord.apps.accounts.forms.FactorForm",
    "reauthenticate": "accord.apps.accounts.forms.ConfirmFactorForm",
    "activate_totp": "accord.apps.accounts.forms.AddAppForm",
}

SESSION_COOKIE_NAME = "__Host-accord_session" if IS_HTTPS else "accord_session"
SESSION_COOKIE_AGE = 12 * 60 * 60
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = IS_HTTPS
CSRF_COOKIE_NAME = "__Host-accord_csrf" if IS_HTTPS else "accord_csrf"
CSRF_COOKIE_SECURE = IS_HTTPS
CSRF_COOKIE_HTTPONLY = True
CSRF_COOKIE_SAMESITE = "Lax"
SECURE_HSTS_SECONDS = 31_536_000 if IS_HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = IS_HTTPS
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if IS_HTTPS else None
# Rates are counted by address: behind the proxy by the one it names, else by the caller's own.
ALLAUTH_TRUSTED_PROXY_COUNT = NINJA_NUM_PROXIES = 1 if IS_HTTPS else 0
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

# Where the converted network lies, and the server that makes vectors instead, if there is one.
MODELS = Path(environment.text("ACCORD_MODELS", str(VAR / "models")))
EMBEDDINGS_URL = environment.address("ACCORD_EMBEDDINGS_URL")
EMBEDDINGS_MODEL = environment.text("ACCORD_EMBEDDINGS_MODEL", "embeddings")
EMBEDDINGS_KEY = environment.text("ACCORD_EMBEDDINGS_KEY")
EMBEDDINGS_PREFIX = environment.text("ACCORD_EMBEDDINGS_PREFIX")
# Where the vectors of many profiles are searched: in each worker, or in the database.
VECTORS = environment.choice("ACCORD_VECTORS", "memory", "pgvector")
API_RATE = f"{environment.whole('ACCORD_API_REQUESTS_A_MINUTE', 600)}/m"
NINJA_PAGINATION_CLASS = "accord.site.paging.Pages"
NINJA_PAGINATION_MAX_LIMIT = 200

STATIC_URL = "/static/"
STATIC_ROOT = VAR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "accord.site.static.StaticFiles"
        if STATIC_ROOT.exists()
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_USE_FINDERS = not STATIC_ROOT.exists()
MEDIA_ROOT = VAR / "media"
MEDIA_URL = ""
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2_500_000

EMAIL_BACKEND = environment.text(
    "ACCORD_EMAIL_BACKEND", "django.core.mail.backends.filebased.EmailBackend"
)
EMAIL_FILE_PATH = VAR / "mail"
EMAIL_HOST = environment.text("ACCORD_EMAIL_HOST", "localhost")
EMAIL_PORT = environment.whole("ACCORD_EMAIL_PORT", 25)
EMAIL_HOST_USER = environment.text("ACCORD_EMAIL_USER")
EMAIL_HOST_PASSWORD = environment.text("ACCORD_EMAIL_PASSWORD")
EMAIL_USE_TLS = environment.flag("ACCORD_EMAIL_TLS")
DEFAULT_FROM_EMAIL = environment.text("ACCORD_EMAIL_FROM", "accord@localhost")

SILENCED_SYSTEM_CHECKS: list[str] = []
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"plain": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "plain"}},
    "root": {"handlers": ["console"], "level": environment.text("ACCORD_LOG_LEVEL", "WARNING")},
}
