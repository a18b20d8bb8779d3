import { createHash } from 'node:crypto'

/** As long as the largest body that the facade takes. */
const tenMegabytes = 10 * 1024 * 1024

const long = (unit: string): string => unit.repeat(tenMegabytes / unit.length)

/** Texts that are dear to take apart, by name: separators alone, padding alone, letters that every encoding has, and so on. */
export const longTexts: Readonly<Record<string, string>> = {
  dots: long('.'),
  padding: long('='),
  letters: long('A'),
  digits: long('7'),
  spaces: long(' '),
  parameters: long('&a='),
  commas: long(','),
}

/** The processor time of this thread that a call takes, in microseconds. The least of three: the machine has other work too. */
export const costOf = async (call: () => unknown): Promise<number> => {
  let least = Infinity
  for (let run = 0; run < 3; run += 1) {
    const before = process.threadCpuUsage()
    await call()
    const { user, system } = process.threadCpuUsage(before)
    least = Math.min(least, user + system)
  }
  return least
}

/** What it costs to look at every character of such a text once, by the fastest code there is. */
export const costOfOnePass = (): Promise<number> =>
  costOf(() =>
    createHash('sha1')
      .update(longTexts['letters'] ?? '', 'utf8')
      .digest(),
  )
