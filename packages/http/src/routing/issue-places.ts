import { rejected, type Failure, type Issue, type Path } from '@keepsake/domain'

/** Moves the issues of a failure to the places where the caller has sent the values. */
export const elsewhere =
  (move: (issue: Issue) => Issue) =>
  (failure: Failure): Failure =>
    failure.kind === 'rejected' ? rejected(failure.issues.map(move)) : failure

/** The same, if the new path depends only on the old one. */
export const renamed = (rename: (path: Path) => Path): ((failure: Failure) => Failure) =>
  elsewhere((each) => ({ ...each, path: rename(each.path) }))

/** The API has separate `changes` and `identity`. A body has their fields beside the user's id. */
export const inBody: (failure: Failure) => Failure = renamed((path) =>
  path.filter(
    (step, index) => !((index === 0 || index === 2) && (step === 'changes' || step === 'identity')),
  ),
)

/** The API sees one row. The caller has sent it in a list, so the path gets the row's place. */
export const at = (prefix: Path): ((failure: Failure) => Failure) => renamed((path) => [...prefix, ...path])
