import type { IssueCode } from './issue-codes.ts'

/** The place of a value in the input: field names and list indexes, outermost first, such as `['list', 3, 'email']`. */
export type Path = readonly (string | number)[]

/**
 * Facts that a message about an issue may contain. They never hold what the caller sent, only limits, types and names.
 */
export type IssueParams = Readonly<Record<string, string | number>>

/** One problem or warning about the input: what (`code`), where (`path`), and with which figures. */
export type Issue = { readonly code: IssueCode; readonly path: Path; readonly params?: IssueParams }

/** Makes an issue. The path is relative to the value at hand; `under` completes it. */
export const issue = (code: IssueCode, path: Path = [], params?: IssueParams): Issue =>
  params === undefined ? { code, path } : { code, path, params }

/** The same issues, with the prefix before their paths. */
export const under = (prefix: Path, issues: readonly Issue[]): readonly Issue[] =>
  issues.map((each) => ({ ...each, path: [...prefix, ...each.path] }))

/** The longest field name that is repeated to its sender in full. */
const maxStep = 64

/** The dotted form of a path, for people and logs: `list.3.email`. Names that the caller chose are cut and cleaned. */
export const formatPath = (path: Path): string =>
  path
    .map((step) =>
      String(step)
        .slice(0, maxStep)
        .replaceAll(/[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, '\ufffd'),
    )
    .join('.')
