import { columnsOf, type ColumnKind, type RowOf, type TableName } from '../sql/tables.ts'
import { binaryArray, type Value } from './binary-array.ts'
import { quotedName } from './quoted-name.ts'

/** A statement with `$1` for the first of its values. */
export type Insert = { readonly text: string; readonly values: readonly unknown[] }

/**
 * A statement that inserts rows of a table, one or more. Each column is an array, which the server reads almost as fast
 * as COPY. A value that is the same in every row, such as the pool, is sent once.
 */
export const insertRows = <T extends TableName>(
  table: T,
  rows: readonly RowOf<T>[],
  schema: string | undefined,
): Insert => {
  const columns = columnsOf(table).map(([name, kind]): Column => {
    const values = rows.map((row): Value => row[name as keyof RowOf<T> & string])
    // With a single row, every value is the same: unless one column is an array, there would be no array to take rows
    // from.
    const isSame = rows.length > 1 && values.every((value) => value === values[0])
    return { name: `"${name}"`, kind, values, isSame }
  })
  const [names, values, arrays] = [[], [], []] as [string[], unknown[], string[]]
  const selected = columns.map(({ name, kind, values: all, isSame }) => {
    values.push(isSame ? all[0] : binaryArray(kind, all))
    if (isSame) return `$${values.length}::${types[kind]}`
    names.push(name)
    arrays.push(`$${values.length}::${types[kind]}[]`)
    return name
  })
  return {
    text: `INSERT INTO ${quotedName(table, schema)} (${columns.map(({ name }) => name).join(', ')})
      SELECT ${selected.join(', ')} FROM unnest(${arrays.join(', ')}) AS given (${names.join(', ')})`,
    values,
  }
}

type Column = {
  readonly name: string
  readonly kind: ColumnKind
  readonly values: readonly Value[]
  readonly isSame: boolean
}

const types: Readonly<Record<ColumnKind, string>> = {
  id: 'text',
  key: 'bytea',
  text: 'text',
  number: 'bigint',
}
