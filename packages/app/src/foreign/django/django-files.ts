import type { ForeignFile, ForeignSystem } from '../foreign-system.ts'
import { keysAt, valueAt } from '../record/place.ts'

/** A list of records of one model, in the same file as the users. */
const ofModel = (name: string, about: string, model: string, key: readonly string[]): ForeignFile => ({
  name,
  about,
  at: [''],
  signs: [],
  keysOf: (record) => (valueAt(record, 'model') === model ? keysAt(record, key) : []),
  beside: true,
})

/** The files of Django: one, with users and all that belongs to them. */
export const djangoFiles: Pick<ForeignSystem, 'users' | 'sides'> = {
  users: {
    name: 'users',
    about: 'the file of manage.py dumpdata',
    at: [''],
    signs: [
      {
        all: ['model', 'fields'],
        some: ['pk', 'fields.password', 'fields.is_active', 'fields.date_joined', 'fields.username'],
        also: ({ model }) => typeof model === 'string' && /^[a-z_]\w*\.[a-z]\w*$/u.test(model),
      },
      {
        all: ['password', 'is_active'],
        some: ['last_login', 'is_superuser', 'date_joined', 'username', 'is_staff'],
      },
    ],
  },
  sides: [
    ofModel('groups', 'the groups in the same file', 'auth.group', ['pk']),
    ofModel('totpdevice', 'the authenticators of django-otp', 'otp_totp.totpdevice', ['fields', 'user']),
    ofModel('staticdevice', 'the devices of static codes of django-otp', 'otp_static.staticdevice', [
      'fields',
      'user',
    ]),
    ofModel('statictoken', 'the static codes of django-otp', 'otp_static.statictoken', ['fields', 'device']),
    ofModel('socialaccount', 'the accounts at providers of allauth', 'socialaccount.socialaccount', [
      'fields',
      'user',
    ]),
    ofModel('emailaddress', 'the addresses of allauth', 'account.emailaddress', ['fields', 'user']),
  ],
}
