import { importsOf, type Sources } from './sources.ts'

/** Which places of `packages/adapters/src`, beside its own, a technology may import. */
export type Technologies = Readonly<Record<string, readonly string[]>>

/**
 * One row a technology. A file belongs to the row with the longest name that begins its path, up to a whole word:
 * `cipher/sm2` owns `cipher/sm2.ts` and `cipher/sm2-key.ts`, and `cipher` what neither cipher owns, which is shared.
 */
export const technologies: Technologies = {
  cipher: [],
  'cipher/rsa': ['cipher'],
  'cipher/sm2': ['cipher'],
  files: [],
  notify: [],
  'notify/sms': ['notify'],
  'notify/smtp': ['notify', 'peer'],
  'notify/templates': ['notify'],
  'notify/webhook': ['notify', 'peer'],
  organization: [],
  password: ['peer'],
  'password/node-rs-argon2': ['password', 'peer'],
  'password-lists': ['peer'],
  // The one helper that loads optional peers.
  peer: [],
  phone: ['peer'],
  records: [],
  'records/csv': ['peer', 'records'],
  'records/file': ['records', 'records/csv', 'records/xlsx'],
  'records/joined': [],
  'records/spool': ['records'],
  'records/sql': ['peer'],
  'records/xlsx': ['peer', 'records'],
  secrets: ['system'],
  standard: ['organization', 'password', 'password-lists', 'phone', 'secrets', 'system', 'totp'],
  storage: ['files'],
  'storage/memory': ['storage'],
  'storage/mysql': ['files', 'peer', 'storage', 'storage/sql'],
  'storage/postgres': ['files', 'peer', 'storage', 'storage/sql'],
  'storage/sql': ['storage'],
  'storage/sqlite': ['peer', 'storage', 'storage/sql'],
  system: [],
  totp: ['peer'],
}

const base = 'packages/adapters/src/'

/** Imports between technologies that no row allows, and files without a row. */
export const trespasses = (table: Technologies, sources: Sources): readonly string[] => [
  ...files(sources)
    .filter((path) => ownerOf(table, path) === undefined)
    .map((path) => `${path} belongs to no technology`),
  ...crossings(table, sources)
    .filter(({ owner, target }) => !table[owner]?.includes(target))
    .map(({ owner, target, at }) => `${at}: ${owner} imports ${target}`),
]

/** Rows without a file, and permissions that nobody uses. */
export const idleRows = (table: Technologies, sources: Sources): readonly string[] => {
  const owners = new Set(files(sources).map((path) => ownerOf(table, path)))
  const used = new Set(crossings(table, sources).map(({ owner, target }) => `${owner} imports ${target}`))
  return Object.entries(table).flatMap(([owner, targets]) => [
    ...(owners.has(owner) ? [] : [`${owner} has no file`]),
    ...targets.map((target) => `${owner} imports ${target}`).filter((permission) => !used.has(permission)),
  ])
}

const files = (sources: Sources): readonly string[] =>
  [...sources.keys()].filter((path) => path.startsWith(base))

const ownerOf = (table: Technologies, path: string): string | undefined =>
  Object.keys(table)
    .filter((name) => path.startsWith(base + name) && /^[/.-]/u.test(path.slice(base.length + name.length)))
    .toSorted((one, other) => other.length - one.length)[0]

type Crossing = { readonly owner: string; readonly target: string; readonly at: string }

const crossings = (table: Technologies, sources: Sources): readonly Crossing[] =>
  importsOf(sources).flatMap(({ from, line, target: path }) => {
    const [owner, target] = [ownerOf(table, from), ownerOf(table, path)]
    return owner === undefined || target === undefined || owner === target
      ? []
      : [{ owner, target, at: `${from}:${line}` }]
  })
