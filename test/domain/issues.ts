import { formatPath, type Checked, type Issue } from '@keepsake/domain'

const line = ({ code, path }: Issue): string => (path.length === 0 ? code : `${formatPath(path)} ${code}`)

/** Issues as `path code`, in their order. */
export const lines = (issues: readonly Issue[]): readonly string[] => issues.map(line)

/** The issues of a check as `path code`, in their order; none where it passed. */
export const issuesOf = (checked: Checked<unknown>): readonly string[] =>
  checked.isErr() ? lines(checked.error) : []
