import { fileURLToPath } from 'node:url'
import { installedWith, type Installed } from './installed.ts'

/** The packages, with what a reader knows them by. */
const packages: Readonly<Record<string, string>> = {
  domain: '@keepsake/domain',
  app: '@keepsake/app',
  adapters: '@keepsake/adapters',
  http: '@keepsake/http',
  cli: 'keepsake',
  conformance: '@keepsake/conformance',
}

/** The licences that a service may use without a thought: they ask for a notice, and nothing of its own code. */
export const permissive: ReadonlySet<string> = new Set([
  '0BSD',
  'Apache-2.0',
  'BSD-2-Clause',
  'BSD-3-Clause',
  'BlueOak-1.0.0',
  'ISC',
  'MIT',
  'MIT-0',
  'Unlicense',
])

/** The libraries of all packages, with the packages that bring each. */
export const licences = (): readonly (Installed & { readonly packages: readonly string[] })[] => {
  const all = new Map<string, Installed & { readonly packages: string[] }>()
  for (const [folder, name] of Object.entries(packages))
    for (const each of installedWith(fileURLToPath(new URL(`../../packages/${folder}`, import.meta.url)))) {
      const entry = all.get(each.name) ?? { ...each, packages: [] }
      entry.packages.push(name)
      all.set(each.name, entry)
    }
  return [...all.values()].toSorted((one, other) => (one.name < other.name ? -1 : 1))
}

/** The page, formatted as everything here is. */
export const licencesPage = async (): Promise<string> => {
  const { format, resolveConfig } = await import('prettier')
  const rows = licences().map(
    ({ name, licence, packages: by }) =>
      `| ${name} | ${licence} | ${by.map((each) => `\`${each}\``).join(', ')} |`,
  )
  const page = `# Licences

Keepsake is under the [Apache License 2.0](../LICENSE). Its packages contain no code of others. Installed beside them are these
libraries, each under its own licence. Optional peers are among them: you have only those that you install. This writes the page
from the installed manifests; every release does so. A test fails if a licence asks for more than a notice.

\`\`\`sh
npx -y pnpm@12 docs:licences
\`\`\`

| library | licence | comes with |
| ------- | ------- | ---------- |
${rows.join('\n')}
`
  const file = fileURLToPath(new URL('../../docs/licences.md', import.meta.url))
  return format(page, { ...(await resolveConfig(file)), filepath: file })
}
