import type { Checked } from './collect.ts'
import { under, type Issue } from './issue.ts'

/**
 * The issues of a record's parts, while they are read one after the other. Unlike `collect`, it makes nothing for a part
 * that is right. It is for records of which there are thousands.
 */
export type Faults = {
  readonly issues: readonly Issue[]
  /** The value of a part. If it has issues, they are added under its name, and under its index if it is in a list. */
  readonly in: <T>(name: string, part: Checked<T>, index?: number) => T | undefined
  /** The same for a part whose issues already have their full path. */
  readonly of: <T>(part: Checked<T>) => T | undefined
}

/** Begins without issues. */
export const openFaults = (): Faults => {
  const issues: Issue[] = []
  const add = (more: readonly Issue[]): undefined => {
    for (const each of more) issues.push(each)
  }
  return {
    issues,
    in: (name, part, index) =>
      part.isOk() ? part.value : add(under(index === undefined ? [name] : [name, index], part.error)),
    of: (part) => (part.isOk() ? part.value : add(part.error)),
  }
}
