import { err, ok } from 'neverthrow'
import type { Checked } from '../kernel/collect.ts'
import { issue } from '../kernel/issue.ts'
import { parseLine } from '../kernel/text.ts'

/** The longest name of a source, in characters. */
const longest = 64

/** Checks the name of a source, such as `auth0-prod`: one line of text that is not empty. */
export const checkSourceName = (source: string): Checked<void> =>
  source !== '' && parseLine(source, longest).isOk()
    ? ok()
    : err([issue('move.source_malformed', ['source'], { max: longest })])
