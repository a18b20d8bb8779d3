import type { Sources } from './sources.ts'

/** What no file of the tree may hold. */
export type TreeRule = {
  readonly says: string
  readonly pattern: RegExp
  /** The paths it speaks of; every path where absent. */
  readonly files?: RegExp
  /** The paths among them that may hold it nevertheless. */
  readonly except?: RegExp
  /** A made-up file that breaks the rule, in pieces, so that this very table does not: its path and its text. */
  readonly breach: readonly [path: string, ...pieces: readonly string[]]
}

export const treeRules: readonly TreeRule[] = [
  {
    says: 'no file names a folder of the machine it was written on',
    pattern: /(?<![\w.-])\/(?:work|tmp\/bash_jobs|home\/\w+|Users\/\w+|root)\//u,
    breach: ['docs/run.md', 'cd ', '/work', '/main'],
  },
  {
    says: 'no file names the registry or mirror that packages came from',
    pattern: /https?:\/\/(?:registry|deb|mirrors?)\./u,
    breach: ['pnpm-lock.yaml', 'tarball: https:', '//registry.', 'example/zod.tgz'],
  },
  {
    says: 'no test is left out, or runs alone',
    pattern: /\.(?:only|skip|todo)(?:\.\w+)?\(/u,
    files: /^test\/.*\.ts$/u,
    breach: ['test/a.test.ts', 'it', '.only', '.each', '(rows)'],
  },
  {
    says: 'no type error is silenced',
    pattern: /@ts-(?:ignore|nocheck)/u,
    files: /\.[cm]?[jt]sx?$/u,
    breach: ['packages/domain/src/a.ts', '// @ts-', 'ignore'],
  },
  {
    says: 'no command reaches for the process: its main file hands over what they need',
    pattern: /\bprocess\.\w/u,
    files: /^packages\/cli\/src\//u,
    except: /^packages\/cli\/src\/main\.ts$/u,
    breach: ['packages/cli/src/commands/list.ts', 'process', '.exit(2)'],
  },
  {
    says: 'no use case makes an event: the change in the domain tells it, so that none is forgotten',
    pattern: /\btype: '(?:user|password|otp|recovery_code)\.\w+'/u,
    files: /^packages\/app\/src\/use-cases\//u,
    breach: ['packages/app/src/use-cases/users/delete-users.ts', "{ type: 'user.deleted', ", 'userId }'],
  },
  {
    says: 'no private key lies outside the test vectors',
    // A header before a placeholder is the frame for a key that is made at run time.
    pattern: /-----BEGIN [A-Z ]*PRIVATE KEY-----(?!\\n\$\{)/u,
    except: /^test\/vectors\//u,
    breach: ['examples/key.pem', '-----BEGIN', ' PRIVATE KEY-----'],
  },
]

/** Where files break a rule, as `file:line`. What stands there is not repeated: it may be a secret. */
export const finds = ({ pattern, files, except }: TreeRule, tree: Sources): readonly string[] =>
  [...tree]
    .filter(([path]) => files?.test(path) !== false && except?.test(path) !== true)
    .flatMap(([path, text]) =>
      text.split('\n').flatMap((line, index) => (pattern.test(line) ? [`${path}:${index + 1}`] : [])),
    )

/** The patterns of paths in a rule that match no file of the tree. */
export const emptyPatterns = ({ files, except }: TreeRule, tree: Sources): readonly RegExp[] =>
  [files, except].filter(
    (paths): paths is RegExp => paths !== undefined && ![...tree.keys()].some((path) => paths.test(path)),
  )
