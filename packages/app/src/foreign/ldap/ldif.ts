import { issue, type Checked } from '@keepsake/domain'
import { decodeBase64, decodeUtf8 } from '@keepsake/domain/rules'
import { err, ok } from 'neverthrow'

/** A value of an attribute: a text, or bytes that are no text, in base64. */
export type LdifValue = string | { readonly base64: string }

/** An entry of an organization: its name in `dn`, and the values of each attribute, by the name that the file has. */
export type LdifEntry = { readonly dn: string } & Readonly<Record<string, string | readonly LdifValue[]>>

/** Reads LDIF line by line, so that a file of any size can be read. */
export type LdifReader = {
  /** Takes the next line, without its line break. Answers an entry if the line ends one. */
  readonly line: (line: string) => Checked<LdifEntry | undefined>
  /** Answers the last entry, if the file does not end with an empty line. */
  readonly end: () => Checked<LdifEntry | undefined>
}

/** A longer value is a picture, or an attack on the memory of the reader. */
const longestValue = 8_388_608

/**
 * Opens a reader of LDIF (RFC 2849): folded lines, comments, base64 and the version line. An entry with a line that is none
 * of these is answered as an issue, and the reader goes on with the next entry.
 */
export const openLdifReader = (): LdifReader => {
  let folded: string | undefined
  let entry = new Map<string, LdifValue[]>()
  let isBroken = false

  const takeFolded = (): void => {
    const line = folded
    folded = undefined
    if (line === undefined || line.startsWith('#') || /^(?:version|search|result|control):/iu.test(line))
      return
    const pair = readPair(line)
    if (pair === undefined) isBroken = true
    else entry.set(pair.name, [...(entry.get(pair.name) ?? []), pair.value])
  }
  const end = (): Checked<LdifEntry | undefined> => {
    takeFolded()
    const [read, broken] = [entry, isBroken]
    entry = new Map()
    isBroken = false
    if (broken) return err([issue('request.field_unreadable', [])])
    if (read.size === 0) return ok(undefined)
    const [dn] = read.get('dn') ?? []
    if (typeof dn !== 'string') return err([issue('request.field_missing', ['dn'])])
    read.delete('dn')
    return ok({ ...Object.fromEntries(read), dn })
  }
  return {
    line: (given) => {
      const line = given.endsWith('\r') ? given.slice(0, -1) : given
      if (line === '') return end()
      if (line.startsWith(' ') && folded !== undefined) {
        if (folded.length + line.length > longestValue) isBroken = true
        else folded += line.slice(1)
        return ok(undefined)
      }
      takeFolded()
      folded = line.replace(/^\uFEFF/u, '')
      return ok(undefined)
    },
    end,
  }
}

type Pair = { readonly name: string; readonly value: LdifValue }

const readPair = (line: string): Pair | undefined => {
  const [, name = '', colons, value = ''] = /^([\w.-]+(?:;[\w-]+)*)(::?)[ ]*(.*)$/su.exec(line) ?? []
  if (colons === undefined || name === '__proto__') return undefined
  if (colons === ':') return { name, value }
  if (!/^[\w+/]*={0,2}$/u.test(value.trim())) return undefined
  const bytes = decodeBase64(value)
  const text = bytes && decodeUtf8(bytes)
  return { name, value: text ?? { base64: value.trim() } }
}

/** Reads a whole text of LDIF. */
export const parseLdif = (text: string): readonly Checked<LdifEntry>[] => {
  const reader = openLdifReader()
  return [...text.split('\n').map(reader.line), reader.end()].flatMap((read): Checked<LdifEntry>[] =>
    read.isErr() ? [err(read.error)] : read.value === undefined ? [] : [ok(read.value)],
  )
}
