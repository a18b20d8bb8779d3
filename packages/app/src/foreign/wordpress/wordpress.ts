import type { NewUser } from '@keepsake/domain'
import type { ForeignSystem, Reading, ReadUser } from '../foreign-system.ts'
import { openCustomData } from '../parts/custom-data.ts'
import { distinct, given, sameText } from '../parts/given.ts'
import type { Fields } from '../record/open-record.ts'
import { keysAt } from '../record/place.ts'
import { readMeta } from './wordpress-meta.ts'

const read = (user: Fields, { side }: Reading): ReadUser => {
  const id = user.id('ID') ?? user.id('id')
  const email = user.text('user_email')
  const login = user.text('user_login')
  const custom = openCustomData()
  const meta = readMeta(side('usermeta', id), custom)
  const status = user.count('user_status')
  const row = given<NewUser>({
    ...meta.row,
    ...passwordOf(user),
    email,
    username: sameText(login, email) ? undefined : login,
    name: user.text('display_name'),
    website: user.text('user_url'),
    externalId: id,
    // Nothing in WordPress itself reads the status. Networks mark spam and deleted users beside it.
    status: user.flag('spam') === true || user.flag('deleted') === true ? 'Suspended' : undefined,
    customData: custom.data(),
  })
  if (status !== undefined && status !== 0) user.lose('no_place', 'user_status')
  user.lose('derived', 'user_nicename')
  user.lose('short_lived', 'user_activation_key')
  return {
    row,
    facts: given<ReadUser['facts']>({
      sourceKey: id ?? login ?? '',
      userId: id,
      createdAt: user.time('user_registered'),
      roles: distinct(meta.roles),
      authenticators: meta.authenticators,
    }),
  }
}

/** Since 6.8 bcrypt of a digest, before that phpass, and MD5 of the first releases until a user signs in. */
const passwordOf = (user: Fields): NewUser => {
  const hash = user.text('user_pass')
  if (hash === undefined) return {}
  if (hash.startsWith('$wp$')) return { password: hash, passwordFormat: 'wordpress-bcrypt' }
  if (/^\$[PH]\$/u.test(hash)) return { password: hash, passwordFormat: 'phpass' }
  return given<NewUser>({
    password: hash,
    passwordFormat: /^[0-9a-f]{32}$/iu.test(hash) ? 'md5' : hash.startsWith('$2') ? 'bcrypt' : undefined,
  })
}

/** WordPress: the tables `wp_users` and `wp_usermeta`. */
export const wordpress: ForeignSystem = {
  id: 'wordpress',
  name: 'WordPress',
  key: 'ID',
  docs: 'docs/moving/wordpress.md',
  users: {
    name: 'users',
    about: 'the table wp_users',
    at: [''],
    signs: [
      {
        all: ['user_login', 'user_pass'],
        some: ['ID', 'user_nicename', 'user_registered', 'user_email', 'display_name'],
      },
    ],
  },
  sides: [
    {
      name: 'usermeta',
      about: 'the table wp_usermeta',
      at: [''],
      signs: [{ all: ['user_id', 'meta_key', 'meta_value'], some: ['umeta_id'] }],
      keysOf: (record) => keysAt(record, ['user_id']),
    },
  ],
  hashes: ['wordpress-bcrypt', 'phpass', 'md5', 'bcrypt'],
  staysBehind: [
    'sessions and preferences of the dashboard',
    'capabilities apart from roles',
    'values of plugins that are PHP objects',
  ],
  read,
}
