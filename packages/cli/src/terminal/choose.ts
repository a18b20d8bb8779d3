import type { Terminal } from './terminal.ts'

/** One of the possible answers to a question. */
export type Choice<T> = { readonly value: T; readonly says: string }

/** How often a question is asked before it counts as not answered. */
const mostTries = 3

/** Asks for one of several choices. `undefined` if there is no terminal, or no answer names a choice. */
export const choose = async <T>(
  question: string,
  choices: readonly Choice<T>[],
  { ask, error }: Terminal,
): Promise<T | undefined> => {
  if (ask === undefined) return undefined
  const numbered = choices.map(({ says }, index) => `  ${index + 1}  ${says}`)
  for (const line of [question, ...numbered]) error(line)
  for (let tries = 0; tries < mostTries; tries += 1) {
    const answer = (await ask(`1 to ${choices.length}: `)).trim()
    const chosen = /^\d$/u.test(answer) ? choices[Number(answer) - 1] : undefined
    if (chosen !== undefined) return chosen.value
  }
  return undefined
}

/** Asks for a text of a given kind. `undefined` if there is no terminal, or no answer. */
export const askFor = async (
  question: string,
  isOne: (text: string) => boolean,
  { ask, error }: Terminal,
): Promise<string | undefined> => {
  if (ask === undefined) return undefined
  error(question)
  for (let tries = 0; tries < mostTries; tries += 1) {
    const answer = (await ask('> ')).trim()
    if (answer === '') return undefined
    if (isOne(answer)) return answer
  }
  return undefined
}
