/** A set of test files: those that match one pattern of `include` and none of `exclude`. */
export type TestFiles = { readonly include: readonly string[]; readonly exclude: readonly string[] }

const slow = 'test/**/*.slow.test.ts'
const rounds = 'test/**/*.rounds.test.ts'
const servers = 'test/**/*.servers.test.ts'

/** Places whose tests are slow, whatever their names. */
const outside = 'test/{adapters,conformance,examples,servers}/**/*.test.ts'

/** When tests run: the name or the place of a file gives its tier. `CONTRIBUTING.md` says which tier is for which change. */
export const tiers: Readonly<Record<'quick' | 'slow' | 'rounds' | 'servers', TestFiles>> = {
  quick: { include: ['test/**/*.test.ts'], exclude: [outside, slow, rounds, servers] },
  slow: { include: [outside, slow], exclude: [rounds, servers] },
  rounds: { include: [rounds], exclude: [servers] },
  servers: { include: [servers], exclude: [] },
}

const storages = 'test/{adapters/storage,conformance}/**/*.test.ts'
const foreign = 'test/app/foreign/**/*.test.ts'

/** What tests are about. `engines` needs database servers; every other room needs none. */
export const rooms: Readonly<
  Record<'rules' | 'app' | 'http' | 'formats' | 'storages' | 'processes' | 'models' | 'engines', TestFiles>
> = {
  rules: { include: ['test/{domain,architecture}/**/*.test.ts'], exclude: [servers] },
  app: { include: ['test/app/**/*.test.ts'], exclude: [foreign, servers] },
  http: { include: ['test/http/**/*.test.ts'], exclude: [servers] },
  formats: { include: [foreign, 'test/adapters/**/*.test.ts'], exclude: [storages, servers] },
  storages: { include: [storages], exclude: [servers] },
  processes: { include: ['test/{cli,docs,examples,servers}/**/*.test.ts'], exclude: [servers] },
  models: { include: ['test/models/**/*.test.ts'], exclude: [servers] },
  engines: { include: [servers], exclude: [] },
}

/** The projects that need database servers. */
export const needServers: readonly string[] = ['servers', 'engines']

/**
 * The test projects of a run. If its command names a tier (`--project quick`), the tiers; otherwise the rooms. So every file
 * belongs to exactly one project.
 */
export const projectsFor = (args: readonly string[]): Readonly<Record<string, TestFiles>> => {
  const named = args.flatMap((arg, at) => {
    const [, name] = /^--project=(.*)$/u.exec(arg) ?? [
      undefined,
      arg === '--project' ? args[at + 1] : undefined,
    ]
    return name === undefined ? [] : [name]
  })
  return named.some((name) => name in tiers) ? tiers : rooms
}
