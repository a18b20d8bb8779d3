/** The name of a table in quotes, so that no character of it, or of its schema, has a special meaning. */
export const quotedName = (table: string, schema: string | undefined): string =>
  schema === undefined ? quoted(table) : `${quoted(schema)}.${quoted(table)}`

const quoted = (identifier: string): string => `"${identifier.replaceAll('"', '""')}"`
