import type { Path } from '@keepsake/domain'

const step = /(?:^|\.)(?<name>[^.[\]]+)|\[(?<index>\d{1,3})\]/uy

/** Fields whose keys are the operator's own words. What follows is one key, even with a dot in it. */
const keyed = /^(?<field>customData|passwordParameters)\.(?<key>.+)$/u

/** Names of a group of fields, which the fields themselves do not have. */
const group = /^profile\.(?=[^.[\]]+$)/u

/**
 * The field that the name of a column means: `name`, `profile.name`, `customData.level`, `identities[0].userIdInIdp`. A name
 * of another form is a field of this name.
 */
export const parseCellPath = (column: string): Path => {
  const own = keyed.exec(column)?.groups
  if (own !== undefined) return [own['field'] ?? '', own['key'] ?? '']
  const name = column.replace(group, '')
  const path: (string | number)[] = []
  step.lastIndex = 0
  for (let found = step.exec(name); found !== null; found = step.exec(name)) {
    const { name: field, index } = found.groups ?? {}
    path.push(field ?? Number(index))
    if (step.lastIndex === name.length) return path
  }
  return [column]
}
