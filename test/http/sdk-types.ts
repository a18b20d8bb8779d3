import { readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { dirname, join } from 'node:path'

const dist = dirname(createRequire(import.meta.url).resolve('authing-node-sdk'))

type Field = { readonly isRequired: boolean; readonly type: string }
type Types = {
  readonly records: ReadonlyMap<string, ReadonlyMap<string, Field>>
  /** The values of an enum by its name in its record's namespace, such as `UserDto.gender`. */
  readonly enums: ReadonlyMap<string, readonly string[]>
}

const withoutComments = (text: string): string => text.replaceAll(/\/\*[\s\S]*?\*\//gu, '')

const groupsOf = (pattern: RegExp, text: string): readonly Readonly<Record<string, string>>[] =>
  [...text.matchAll(pattern)].map(({ groups }) => ({ ...groups }))

const readTypes = (): Types => {
  const folder = join(dist, 'models')
  const texts = readdirSync(folder)
    .filter((name) => name.endsWith('.d.ts'))
    .map((name) => withoutComments(readFileSync(join(folder, name), 'utf8')))
  const records = texts
    .flatMap((text) => groupsOf(/type (?<name>\w+) = \{(?<body>[^}]*)\}/gu, text))
    .map(({ name = '', body = '' }) => {
      const fields = groupsOf(
        /^\s*(?:'|")?(?<field>[\w-]+)(?:'|")?(?<optional>\??): (?<type>[^;]+);/gmu,
        body,
      )
      return [
        name,
        new Map(
          fields.map(({ field = '', optional, type = '' }) => [field, { isRequired: optional === '', type }]),
        ),
      ] as const
    })
  const enums = texts.flatMap((text) => {
    const [space] = groupsOf(/namespace (?<name>\w+) \{/gu, text)
    return groupsOf(/enum (?<name>\w+) \{(?<body>[^}]*)\}/gu, text).map(
      ({ name, body = '' }) =>
        [
          `${space?.['name']}.${name}`,
          groupsOf(/= "(?<value>[^"]*)"/gu, body).map(({ value = '' }) => value),
        ] as const,
    )
  })
  return { records: new Map(records), enums: new Map(enums) }
}

const types = readTypes()

/** The name of the type that a method of the published SDK says it answers. */
export const answerTypeOf = (client: 'ManagementClient' | 'AuthenticationClient', method: string): string => {
  const text = readFileSync(join(dist, `${client}.d.ts`), 'utf8')
  const [found] = groupsOf(new RegExp(`^ {4}${method}\\([\\s\\S]*?\\): Promise<(?<type>\\w+)>;`, 'gmu'), text)
  if (found?.['type'] === undefined) throw new Error(`${client} has no ${method}`)
  return found['type']
}

/** What of a value contradicts a type of the published SDK, by path; fields that it does not name are additions. */
export const contradictionsOf = (value: unknown, type: string, path = type): readonly string[] => {
  const element = /^Array<(?<element>.+)>$/u.exec(type)?.groups?.['element']
  if (element !== undefined)
    return Array.isArray(value)
      ? value.flatMap((each, index) => contradictionsOf(each, element, `${path}.${index}`))
      : [`${path} is no array`]
  const values = types.enums.get(type)
  if (values !== undefined)
    return values.includes(value as string) ? [] : [`${path} is ${JSON.stringify(value)}, none of ${type}`]
  const fields = types.records.get(type)
  if (fields !== undefined) return contradictionsOfRecord(value, fields, path)
  if (type === 'any') return value === undefined ? [`${path} is absent`] : []
  return typeof value === type ? [] : [`${path} is ${typeof value}, not ${type}`]
}

const contradictionsOfRecord = (
  value: unknown,
  fields: ReadonlyMap<string, Field>,
  path: string,
): readonly string[] => {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) return [`${path} is no object`]
  return [...fields].flatMap(([name, { isRequired, type }]) => {
    const given = (value as Readonly<Record<string, unknown>>)[name]
    if (given === undefined) return isRequired ? [`${path}.${name} is absent`] : []
    return contradictionsOf(given, type, `${path}.${name}`)
  })
}
