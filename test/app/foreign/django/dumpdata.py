# Makes dumpdata.json: pip install django==5.2.17 && python dumpdata.py > dumpdata.json
import sys
import django
from django.conf import settings

settings.configure(
    INSTALLED_APPS=['django.contrib.contenttypes', 'django.contrib.auth'],
    DATABASES={'default': {'ENGINE': 'django.db.backends.sqlite3', 'NAME': ':memory:'}},
    PASSWORD_HASHERS=[
        'django.contrib.auth.hashers.PBKDF2PasswordHasher',
        'django.contrib.auth.hashers.MD5PasswordHasher',
    ],
    USE_TZ=True,
)
django.setup()

from django.contrib.auth.hashers import PBKDF2PasswordHasher, make_password
from django.contrib.auth.models import Group, User
from django.core.management import call_command


class Light(PBKDF2PasswordHasher):
    iterations = 1000


call_command('migrate', verbosity=0)
editors = Group.objects.create(name='editors')
ada = User(username='ada', email='ada@example.com', first_name='Ada', last_name='Berg', is_staff=True)
ada.password = Light().encode('nine geese', 'c2FsdHNhbHRzYWx0')
ada.save()
ada.groups.add(editors)
bo = User(username='bo@example.com', email='bo@example.com', is_active=False)
bo.password = make_password('nine geese', hasher='md5')
bo.save()
cy = User(username='cy')
cy.set_unusable_password()
cy.save()
call_command('dumpdata', 'auth.user', 'auth.group', indent=2, stdout=sys.stdout)
