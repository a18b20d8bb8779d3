import { foreignSystem, type ForeignFile, type ForeignSource } from '@keepsake/app/foreign'
import { issue, type Issue } from '@keepsake/domain'
import { err, ok, type Result } from 'neverthrow'
import { startOfText } from '../composition/record-adapters.ts'
import type { InputFile } from './input-files.ts'
import type { Fit, LookedInto } from './look-into.ts'
import type { ShapedFile } from './shape.ts'
import type { SourceFault } from './source.ts'

/** A file that was looked into, and what somebody says that it is. */
export type GivenFile = { readonly looked: LookedInto; readonly role?: string }

/** The files of a source by what they are. */
export type SortedFiles = {
  readonly users: readonly ShapedFile[]
  readonly sides: readonly { readonly side: ForeignFile; readonly file: ShapedFile }[]
  readonly texts: readonly { readonly side: ForeignFile; readonly file: InputFile; readonly text: string }[]
}

type Sorted = { readonly name: string; readonly looked: LookedInto }

/** Says of each file what it is: by its name in `--with`, by its content, and where that does not tell by its own name. */
export const sortFiles = (
  source: ForeignSource,
  given: readonly GivenFile[],
  hasQuery: boolean,
): Result<SortedFiles, SourceFault> => {
  const named = given.flatMap(({ looked, role }): Sorted[] => {
    const name = role ?? roleOf(source, looked, given)
    return name === undefined ? [] : [{ name, looked }]
  })
  const lost = given.find(({ looked }) => !named.some((each) => each.looked === looked))
  if (lost !== undefined) return err(whyUnknown(source, lost.looked))
  return place(source, named, hasQuery)
}

const fileOf = (source: ForeignSource, name: string): ForeignFile | undefined => {
  const { users, sides } = foreignSystem(source)
  return [users, ...sides].find((each) => each.name === name)
}

/** Nothing if nobody can say it. */
const roleOf = (
  source: ForeignSource,
  looked: LookedInto,
  given: readonly GivenFile[],
): string | undefined => {
  if (looked.kind === 'unreadable') return undefined
  const { sides } = foreignSystem(source)
  const best = bestFit(source, looked.fits)
  if (best !== undefined) return best.file
  const { name } = looked.file
  const byName = sides.find((side) => side.beside !== true && isNamed(name, side.name))?.name
  if (looked.kind === 'text') {
    const texts = sides.filter((side) => side.textIn?.(looked.text) !== undefined)
    return (
      texts.find((side) => side.name === byName)?.name ?? (texts.length === 1 ? texts[0]?.name : undefined)
    )
  }
  if (byName !== undefined) return byName
  const isElsewhere = looked.fits.some(({ confidence }) => confidence === 'certain')
  const isOnlyOne = given.filter((each) => each.looked.kind === 'records').length === 1
  return looked.isEmpty || (isOnlyOne && !isElsewhere) ? 'users' : undefined
}

/** The best fit of each list. Lists of side records may be beside the users in their file. */
const bestFit = (source: ForeignSource, fits: readonly Fit[]): Fit | undefined => {
  const ours = fits.filter((fit) => fit.source === source)
  const ofLists = [...Map.groupBy(ours, ({ list }) => list).values()].flatMap(([best]) => best ?? [])
  return ofLists.find(({ file }) => file === 'users') ?? ofLists[0]
}

/** `mfa.ndjson.gz` is named after `mfa`, and `wp_usermeta.csv` after `usermeta`. */
const isNamed = (file: string, name: string): boolean => {
  const plain = (text: string): string => text.toLowerCase().replaceAll(/[^a-z]/gu, '')
  const base = file.split(/[/\\]/u).at(-1)?.split('.')[0] ?? ''
  return plain(base).endsWith(plain(name))
}

const place = (
  source: ForeignSource,
  named: readonly Sorted[],
  hasQuery: boolean,
): Result<SortedFiles, SourceFault> => {
  const [users, sides, texts]: [
    ShapedFile[],
    SortedFiles['sides'][number][],
    SortedFiles['texts'][number][],
  ] = [[], [], []]
  for (const { name, looked } of named) {
    const side = fileOf(source, name)
    if (looked.kind === 'unreadable') return err({ file: looked.file.name, fault: looked.fault })
    if (side === undefined) return err(faultOfFile(looked, unknownName(source, name)))
    if (looked.kind === 'text') {
      const text = side.textIn?.(looked.text)
      if (text === undefined) return err(whyUnknown(source, looked))
      texts.push({ side, file: looked.file, text: looked.text })
    } else if (side.textIn !== undefined) return err(whyUnknown(source, looked))
    else if (name === 'users') users.push(looked.file)
    else sides.push({ side, file: looked.file })
  }
  const [first] = named
  if (users.length === 0 && !hasQuery && first !== undefined)
    return err(
      faultOfFile(first.looked, issue('file.users_missing', [], { system: foreignSystem(source).name })),
    )
  return ok({ users, sides, texts })
}

const unknownName = (source: ForeignSource, name: string): Issue =>
  issue('file.side_unknown', [], { name: name.slice(0, 64), allowed: namesOf(source) })

const namesOf = (source: ForeignSource): string => {
  const { sides } = foreignSystem(source)
  return ['users', ...sides.filter((side) => side.beside !== true).map(({ name }) => name)].join(', ')
}

/** A file that looks like another system's says so. */
const whyUnknown = (source: ForeignSource, looked: LookedInto): SourceFault => {
  if (looked.kind === 'unreadable') return { file: looked.file.name, fault: looked.fault }
  const { name: system } = foreignSystem(source)
  const other = looked.fits.find((fit) => fit.source !== source)
  return faultOfFile(
    looked,
    other === undefined
      ? issue('file.of_no_system', [], { system, names: namesOf(source) })
      : issue('file.of_other_system', [], {
          system,
          other: foreignSystem(other.source).name,
          source: other.source,
          file: other.file,
        }),
  )
}

const faultOfFile = ({ file }: LookedInto, why: Issue): SourceFault => ({
  file: file.name,
  fault: { position: { ...startOfText, row: 0 }, issues: [why], canGoOn: false },
})
