import type { IssueCode } from '../issue-codes.ts'

/** Where in the input a value stands: field names and list indexes, outermost first, such as `['list', 3, 'email']`. */
export type Path = readonly (string | number)[]

/** Facts that a message about an issue may state. They never hold what the caller sent, only limits, types and names. */
export type IssueParams = Readonly<Record<string, string | number>>

/** One thing that is wrong with the input, or worth a warning: what (`code`), where (`path`), and with which figures. */
export type Issue = { readonly code: IssueCode; readonly path: Path; readonly params?: IssueParams }

/** Makes an issue; the path is relative to the value at hand and is completed by `under`. */
export const issue = (code: IssueCode, path: Path = [], params?: IssueParams): Issue =>
  params === undefined ? { code, path } : { code, path, params }

/** The same issues, seen from one level further out. */
export const under = (prefix: Path, issues: readonly Issue[]): readonly Issue[] =>
  issues.map((each) => ({ ...each, path: [...prefix, ...each.path] }))

/** The longest field name that is repeated to its sender in full. */
const maxStep = 64

/** The dotted form of a path that people and logs read: `list.3.email`. Names that the caller chose are cut and cleaned. */
export const formatPath = (path: Path): string =>
  path
    .map((step) =>
      String(step)
        .slice(0, maxStep)
        .replaceAll(/[\p{Cc}\p{Cs}\u2028\u2029\u202a-\u202e\u2066-\u2069]/gu, '\ufffd'),
    )
    .join('.')
