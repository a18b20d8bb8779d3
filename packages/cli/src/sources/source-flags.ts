import { foreignSources } from '@keepsake/app/foreign'
import { recordFormats } from '@keepsake/domain'
import { InvalidArgumentError, Option, type Command } from 'commander'
import type { SourceFrom, SourceOptions } from './source-options.ts'

/** Every name that `--from` takes. */
export const sourceNames: readonly SourceFrom[] = [...recordFormats, ...foreignSources, 'sql']

/** The flags that say where users come from. */
export type SourceFlags = Pick<
  SourceOptions,
  'from' | 'with' | 'drop' | 'key' | 'mapping' | 'module' | 'query' | 'database'
>

/** Adds them to a command. */
export const addSourceOptions = (command: Command): Command =>
  command
    .addOption(
      new Option(
        '--from <source>',
        'the system that has written the files, or the format of a file with rows of create-users-batch',
      ).choices(sourceNames),
    )
    .addOption(
      new Option(
        '--with <name=file>',
        'a side file of the system, if its content does not tell what it is; may be repeated',
      ).argParser(addSide),
    )
    .addOption(
      new Option(
        '--drop <names>',
        'fields to leave behind without a warning, with commas between, such as app_metadata.roles; or all',
      ).argParser((text, before: readonly string[] | undefined) => [
        ...(before ?? []),
        ...text.split(',').map((name) => name.trim()),
      ]),
    )
    .option('--key <field>', 'the field with the key of a row of our own; externalId if absent')
    .option('--query <sql>', 'read the users by a query instead of a file; its order must stay the same')
    .option('--database <url>', 'of the query: postgres://..., mysql://..., mariadb://..., sqlite:<file>')
    .option('--mapping <file>', 'JSON that says how records become rows; keepsake move map writes a draft')
    .option('--module <file>', 'a module whose default export, (record, row) => row, makes a row of a record')

const addSide = (
  text: string,
  before: Readonly<Record<string, readonly string[]>> = {},
): Readonly<Record<string, readonly string[]>> => {
  const [, name, file] = /^([\w-]+)=(.+)$/su.exec(text) ?? []
  if (name === undefined || file === undefined) throw new InvalidArgumentError('Write it as name=file.')
  return { ...before, [name]: [...(Object.hasOwn(before, name) ? (before[name] ?? []) : []), file] }
}

/** The flags of a source among all flags of a command. */
export const pickSourceFlags = ({
  from,
  with: sides,
  drop,
  key,
  mapping,
  module,
  query,
  database,
}: SourceFlags): SourceFlags => ({
  ...(from !== undefined && { from }),
  ...(sides !== undefined && { with: sides }),
  ...(drop !== undefined && { drop }),
  ...(key !== undefined && { key }),
  ...(mapping !== undefined && { mapping }),
  ...(module !== undefined && { module }),
  ...(query !== undefined && { query }),
  ...(database !== undefined && { database }),
})
