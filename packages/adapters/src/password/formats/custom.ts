import { configurationIssue, customPrefix, type ConfigurationIssue, type Strength } from '@keepsake/domain'
import { hashFormat, type HashFormat } from './hash-format.ts'

/** Checks hashes that only code of their own system can check. Authing calls it a password function. */
export type CustomVerifier = {
  /**
   * Whether the hash is the hash of this text; every answer except `true` means no. Your code must compare in constant
   * time, leave the event loop free and come to an end. If it throws, or does not answer within `timeoutMs`, the
   * verifier is unavailable. It is called only for the user whose hash it is, and never with a text that cannot be a
   * password.
   */
  readonly matches: (text: string, encoded: string) => Promise<boolean> | boolean
  /** Whether a text has the shape of these hashes; any text if absent. If it throws, the text has not. */
  readonly recognises?: (encoded: string) => boolean
  /**
   * How long a check may take, in ms; 5,000 if absent. The check is not stopped then, but its answer is no longer
   * awaited.
   */
  readonly timeoutMs?: number
  /** `weak` if absent. */
  readonly strength?: Strength
}

const kebabCase = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/u

/** Half of the time that an SDK waits for an answer. */
const usualTimeoutMs = 5000

/** What is wrong with a custom verifier: its name is not in kebab-case, or its time limit is not valid. */
export const checkCustomVerifier = (
  name: string,
  { timeoutMs = usualTimeoutMs }: CustomVerifier,
): readonly ConfigurationIssue[] => [
  ...(kebabCase.test(name)
    ? []
    : [
        configurationIssue(
          'custom_verifier.name_malformed',
          ['custom', name],
          'name the verifier in kebab-case, such as legacy-crm',
        ),
      ]),
  ...(Number.isSafeInteger(timeoutMs) && timeoutMs > 0 && timeoutMs <= longestTimeoutMs
    ? []
    : [
        configurationIssue(
          'custom_verifier.timeout_out_of_range',
          ['custom', name, 'timeoutMs'],
          `give a whole number from 1 to ${longestTimeoutMs}, in ms`,
        ),
      ]),
]

/** A row for hashes that only one verifier can check, with the id `custom:<name>`. The verifier was checked. */
export const customFormat = (name: string, verifier: CustomVerifier): HashFormat => {
  const { timeoutMs = usualTimeoutMs } = verifier
  return hashFormat({
    id: `${customPrefix}${name}`,
    mustBeNamed: true,
    parse: (encoded) => (encoded !== '' && recognises(encoded, verifier) ? encoded : undefined),
    bounds: [],
    strength: () => verifier.strength ?? 'weak',
    utf8Only: () => true,
    matches: async (password, encoded) => {
      const answer = (async () => verifier.matches(password.toString(), encoded))()
      return isTrue(await inTime(answer, timeoutMs, `${customPrefix}${name}`))
    },
  })
}

/** As long as a whole request may take. */
const longestTimeoutMs = 60_000

const inTime = async <T>(answer: Promise<T>, ms: number, id: string): Promise<T> => {
  const late = Promise.withResolvers<never>()
  const timer = setTimeout(() => late.reject(new Error(`${id} has not answered within ${ms} ms`)), ms)
  try {
    return await Promise.race([answer, late.promise])
  } finally {
    clearTimeout(timer)
  }
}

const recognises = (encoded: string, verifier: CustomVerifier): boolean => {
  try {
    return verifier.recognises === undefined || isTrue(verifier.recognises(encoded))
  } catch {
    return false
  }
}

/** JavaScript code may answer a truthy value that is not `true`, such as a promise that was not awaited. */
const isTrue = (answer: unknown): boolean => answer === true
