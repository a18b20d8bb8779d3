import { readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'

/** A fenced block of a page: its language, what stands beside it (`in=keepsake`), and its text. */
export type Block = {
  readonly language: string
  readonly said: Readonly<Record<string, string>>
  readonly text: string
}

/** The fenced blocks of a page of the documentation under one of its headings, in their order. */
export const blocksOf = (page: string, heading: string): readonly Block[] => {
  const text = readFileSync(fileURLToPath(new URL(`../../docs/${page}`, import.meta.url)), 'utf8')
  const [, hashes = '', after = ''] = new RegExp(`^(#+) ${heading}\n(.*)`, 'msu').exec(text) ?? []
  const section = after.split(new RegExp(`^#{1,${hashes.length}} `, 'mu'))[0] ?? ''
  return [...section.matchAll(/^ *```(\w+)([^\n]*)\n(.*?)^ *```$/gmsu)].map(
    ([, language = '', beside = '', inside = '']) => ({
      language,
      said: Object.fromEntries([...beside.matchAll(/(\w+)=(\S+)/gu)].map(([, name, value]) => [name, value])),
      text: inside,
    }),
  )
}

/** A line of a shell that runs `keepsake`: the variables before it, and the arguments after it. */
export type CommandLine = {
  readonly environment: Readonly<Record<string, string>>
  readonly args: readonly string[]
}

/** Reads lines such as `NAME='value' keepsake list --count`. */
export const commandLines = (text: string): readonly CommandLine[] =>
  text
    .trim()
    .split('\n')
    .map((line) => {
      const words = [...line.matchAll(/(?:'[^']*'|[^\s'])+/gu)].map(([word]) => word.replaceAll("'", ''))
      const at = words.indexOf('keepsake')
      if (at < 0) throw new Error(`no command of keepsake: ${line}`)
      const environment = words.slice(0, at).map((word) => {
        const end = word.indexOf('=')
        return [word.slice(0, end), word.slice(end + 1)]
      })
      return { environment: Object.fromEntries(environment), args: words.slice(at + 1) }
    })
