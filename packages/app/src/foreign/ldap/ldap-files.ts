import type { ForeignSystem } from '../foreign-system.ts'
import { isPlainRecord } from '../../input/is-json.ts'

/** The texts of an attribute, whatever the case of its name. */
const textsOf = (entry: unknown, name: string): readonly string[] =>
  isPlainRecord(entry)
    ? Object.entries(entry).flatMap(([each, value]) => {
        if (each.toLowerCase() !== name) return []
        const values: readonly unknown[] = Array.isArray(value) ? value : [value]
        return values.filter((text) => typeof text === 'string')
      })
    : []

/** The files of an organization: one, with people, groups and all else. */
export const ldapFiles: Pick<ForeignSystem, 'users' | 'sides'> = {
  users: {
    name: 'users',
    about: 'an LDIF file',
    at: [''],
    signs: [
      {
        all: ['dn'],
        some: [
          'objectClass',
          'objectclass',
          'cn',
          'sn',
          'uid',
          'mail',
          'userPassword',
          'entryUUID',
          'sAMAccountName',
        ],
        also: ({ dn }) => typeof dn === 'string' && /^[a-z][\w.-]*=/iu.test(dn),
      },
    ],
  },
  sides: [
    {
      name: 'groups',
      about: 'the groups in the same file',
      at: [''],
      signs: [],
      keysOf: (entry) => [
        ...['member', 'uniquemember'].flatMap((name) => textsOf(entry, name).map((dn) => dn.toLowerCase())),
        ...textsOf(entry, 'memberuid'),
      ],
      keep: (entry) => ({ cn: textsOf(entry, 'cn')[0] }),
      beside: true,
    },
  ],
}
