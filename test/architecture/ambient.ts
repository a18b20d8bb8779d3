import { scan, type Token } from './scanner.ts'
import type { Sources } from './sources.ts'

/**
 * What would give a pure rule more than its arguments. Each is a sequence of tokens; it counts wherever it does not
 * follow a dot, since a rule has no need of these names for anything of its own.
 */
const reaches = {
  time: ['Date.now', 'Date()', 'Date[', 'new Date;', '} = Date', 'Temporal.Now', 'performance'],
  chance: ['Math.random', 'Math[', '} = Math', 'crypto'],
  platform: [
    'process',
    'console',
    'Buffer',
    'require',
    'import.meta',
    'globalThis',
    'global',
    'window',
    'eval',
  ],
  timers: ['setTimeout', 'setInterval', 'setImmediate', 'queueMicrotask'],
  network: ['fetch', 'XMLHttpRequest', 'WebSocket'],
} as const

export const ambient: readonly string[] = Object.values(reaches).flat()

const patterns = ambient.map((text) => ({ text, tokens: scan(text) }))

/** The places where sources reach for something ambient, as `file:line uses name`. */
export const ambientUses = (sources: Sources): readonly string[] =>
  [...sources].flatMap(([path, source]) => {
    const tokens = scan(source)
    return tokens.flatMap(({ line }, at) =>
      patterns
        .filter((pattern) => !isMember(tokens[at - 1]) && isAt(pattern.tokens, tokens, at))
        .map(({ text }) => `${path}:${line} uses ${text}`),
    )
  })

const isMember = (before: Token | undefined): boolean => before?.text === '.' || before?.text === '?.'

const isAt = (pattern: readonly Token[], tokens: readonly Token[], at: number): boolean =>
  pattern.every(({ kind, text }, index) => {
    const token = tokens[at + index]
    return token?.kind === kind && token.text === text
  })
