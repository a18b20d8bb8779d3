import { rejected, type Failure, type Issue, type Path } from '@keepsake/domain'

/** A failure whose issues stand elsewhere in what was sent than in what was made of it. */
export const elsewhere =
  (move: (issue: Issue) => Issue) =>
  (failure: Failure): Failure =>
    failure.kind === 'rejected' ? rejected(failure.issues.map(move)) : failure

/** The same, where the path alone tells what it becomes. */
export const renamed = (rename: (path: Path) => Path): ((failure: Failure) => Failure) =>
  elsewhere((each) => ({ ...each, path: rename(each.path) }))

/** What the API keeps apart, the user and its changes or identity, stands side by side in a body. */
export const inBody: (failure: Failure) => Failure = renamed((path) =>
  path.filter(
    (step, index) => !((index === 0 || index === 2) && (step === 'changes' || step === 'identity')),
  ),
)

/** What is one row of a list to the API stands under its place in the list. */
export const at = (prefix: Path): ((failure: Failure) => Failure) => renamed((path) => [...prefix, ...path])
