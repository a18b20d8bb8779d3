/** A column: its name, and whether it is a key's text, another text, or a whole number. */
export type Column = readonly [name: string, type: 'key' | 'text' | 'number']

/** A table of the hand-written importer. */
export type Table = {
  readonly name: string
  readonly columns: readonly Column[]
  readonly primaryKey: readonly string[]
  /** Further indexes, each a list of columns. */
  readonly indexes?: readonly (readonly string[])[]
  /** Whether its `pool_id` and `user_id` refer to a row of the users. */
  readonly ofUser?: true
}

/** The fields of a profile that have a column of their own. */
export const profileFields = [
  'gender',
  'birthdate',
  'name',
  'nickname',
  'photo',
  'country',
  'province',
  'city',
  'address',
  'streetAddress',
  'postalCode',
  'company',
  'browser',
  'device',
  'givenName',
  'familyName',
  'middleName',
  'profile',
  'preferredUsername',
  'website',
  'zoneinfo',
  'locale',
  'formatted',
  'region',
] as const

const ofUser: readonly Column[] = [
  ['pool_id', 'key'],
  ['user_id', 'key'],
]

/**
 * The tables that a good engineer would make for the same information: a wide row a user, and the same unique constraints.
 * They are written once and do not follow Keepsake's own tables, so that a change of these shows in the ratio.
 */
export const tables = {
  users: {
    name: 'hand_users',
    columns: [
      ['pool_id', 'key'],
      ['id', 'key'],
      ['status', 'text'],
      ['created_at', 'number'],
      ['updated_at', 'number'],
      ['email', 'text'],
      ['email_verified', 'number'],
      ['phone', 'text'],
      ['phone_verified', 'number'],
      ['username', 'text'],
      ['external_id', 'text'],
      ...profileFields.map((field): Column => [`p_${field}`, 'text']),
      ['departments', 'text'],
      ['tenants', 'text'],
      ['custom_data', 'text'],
    ],
    primaryKey: ['pool_id', 'id'],
    indexes: [['pool_id', 'created_at', 'id']],
  },
  keys: {
    name: 'hand_keys',
    columns: [
      ['pool_id', 'key'],
      ['kind', 'key'],
      ['identifier', 'key'],
      ['user_id', 'key'],
    ],
    primaryKey: ['pool_id', 'kind', 'identifier'],
    ofUser: true,
  },
  identities: {
    name: 'hand_identities',
    columns: [
      ...ofUser,
      ['id', 'text'],
      ['ext_idp_id', 'key'],
      ['type', 'key'],
      ['user_id_in_idp', 'key'],
      ['provider', 'text'],
      ['connections', 'text'],
      ['user_info', 'text'],
    ],
    primaryKey: ['pool_id', 'ext_idp_id', 'type', 'user_id_in_idp'],
    ofUser: true,
  },
  credentials: {
    name: 'hand_credentials',
    columns: [
      ...ofUser,
      ['format', 'text'],
      ['hash', 'text'],
      ['set_at', 'number'],
      ['must_change', 'number'],
    ],
    primaryKey: ['pool_id', 'user_id'],
    ofUser: true,
  },
  authenticators: {
    name: 'hand_authenticators',
    columns: [
      ...ofUser,
      ['id', 'key'],
      ['secret', 'text'],
      ['fingerprint', 'key'],
      ['enrolled_at', 'number'],
      ['last_step', 'number'],
    ],
    primaryKey: ['pool_id', 'user_id', 'id'],
    indexes: [['pool_id', 'fingerprint']],
    ofUser: true,
  },
  recoveryCodes: {
    name: 'hand_recovery_codes',
    columns: [...ofUser, ['id', 'key'], ['hash', 'text'], ['used_at', 'number']],
    primaryKey: ['pool_id', 'user_id', 'id'],
    ofUser: true,
  },
  notices: {
    name: 'hand_notices',
    columns: [
      ['pool_id', 'key'],
      ['id', 'key'],
      ['user_id', 'key'],
      ['document', 'text'],
      ['due_at', 'number'],
      ['sent_at', 'number'],
    ],
    primaryKey: ['pool_id', 'id'],
    indexes: [['pool_id', 'due_at', 'id']],
  },
} satisfies Readonly<Record<string, Table>>

/** The name of a table. */
export type TableName = keyof typeof tables

/** The statements that make the tables, with the words of an engine for the three types. */
export const createTables = (
  types: Readonly<Record<Column[1], string>>,
  suffix: (table: Table) => string = () => '',
): readonly string[] =>
  Object.values<Table>(tables).flatMap((table) => {
    const { name, columns, primaryKey, indexes = [], ofUser: refers } = table
    return [
      `CREATE TABLE ${name} (${[
        ...columns.map(
          ([column, type]) => `${column} ${types[type]}${primaryKey.includes(column) ? ' NOT NULL' : ''}`,
        ),
        `PRIMARY KEY (${primaryKey.join(', ')})`,
        ...(refers ? ['FOREIGN KEY (pool_id, user_id) REFERENCES hand_users (pool_id, id)'] : []),
      ].join(', ')})${suffix(table)}`,
      ...indexes.map((index, place) => `CREATE INDEX ${name}_${place} ON ${name} (${index.join(', ')})`),
    ]
  })
