import type { Fields } from '../record/open-record.ts'

/** The custom data of a row. It grows while a record is read. */
export type CustomFieldsOfRow = {
  /** Takes a field as it is. If the name is taken by another value, the field is lost by name. */
  readonly take: (fields: Fields, name: string, as?: string) => void
  /** Takes every field of an object. */
  readonly takeAll: (fields: Fields | undefined, ...except: readonly string[]) => void
  /** Takes every field that was not asked for. */
  readonly takeUnread: (fields: Fields) => void
  readonly put: (name: string, value: unknown) => void
  readonly data: () => Readonly<Record<string, unknown>> | undefined
}

/** Begins the custom data of a row. */
export const openCustomData = (): CustomFieldsOfRow => {
  const data = new Map<string, unknown>()
  const take: CustomFieldsOfRow['take'] = (fields, name, as = name) => {
    if (!fields.has(name)) return
    const value = fields.any(name)
    if (!data.has(as)) data.set(as, value)
    else if (JSON.stringify(data.get(as)) !== JSON.stringify(value)) fields.lose('name_taken', name)
  }
  return {
    take,
    takeAll: (fields, ...except) => {
      for (const name of fields?.names() ?? []) if (!except.includes(name)) take(fields!, name)
    },
    takeUnread: (fields) => {
      for (const name of fields.names()) if (!fields.isRead(name)) take(fields, name)
    },
    put: (name, value) => {
      if (value !== undefined && !data.has(name)) data.set(name, value)
    },
    data: () => (data.size === 0 ? undefined : Object.fromEntries(data)),
  }
}
