import type { ForeignSystem } from '../foreign-system.ts'
import { idOf } from '../record/values.ts'
import { readHashConfig } from './hash-config.ts'

const providerColumns = ['google.com', 'facebook.com', 'twitter.com', 'github.com'].flatMap((provider) =>
  ['rawId', 'email', 'displayName', 'photoUrl'].map((field) => `${provider}/${field}`),
)

/** The columns of `auth:export` as CSV, which has no header. */
const columns: readonly string[] = [
  'localId',
  'email',
  'emailVerified',
  'passwordHash',
  'salt',
  'displayName',
  'photoUrl',
  ...providerColumns,
  'createdAt',
  'lastSignedInAt',
  'phoneNumber',
  'disabled',
  'customAttributes',
]

/** The files of Firebase. */
export const firebaseFiles: Pick<ForeignSystem, 'users' | 'sides'> = {
  users: {
    name: 'users',
    about: 'the file of firebase auth:export',
    at: ['users', ''],
    columns,
    signs: [
      {
        all: ['localId'],
        some: [
          'providerUserInfo',
          'passwordHash',
          'salt',
          'emailVerified',
          'lastSignedInAt',
          'createdAt',
          'photoUrl',
        ],
        also: ({ createdAt }) => createdAt === undefined || /^\d{10,13}$/u.test(idOf(createdAt) ?? ''),
      },
      {
        all: ['uid', 'providerData'],
        some: ['metadata.creationTime', 'emailVerified', 'tokensValidAfterTime'],
      },
    ],
  },
  sides: [
    {
      name: 'hash-config',
      about: 'the hash parameters of the project, as the console prints them',
      at: [],
      signs: [
        {
          all: [],
          also: ({ text }) => typeof text === 'string' && readHashConfig(text).isOk(),
        },
      ],
      textIn: (text) => (/signer_?key/iu.test(text) ? text : undefined),
    },
  ],
}
