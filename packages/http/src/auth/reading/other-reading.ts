import { issue, type Checked, type Issue } from '@keepsake/domain'
import { err, ok } from 'neverthrow'
import type { SignedParameters } from '../signed-parameters.ts'
import { findOtherSplit } from './other-split.ts'
import type { SignedMember } from './places.ts'
import type { RouteShape } from './route-shape.ts'

/**
 * Refuses a request whose signed text also stands for another one, which the route would take and which means something
 * else. `signed` are the texts of its parameters, where anything depends on them, and `given` the same as the route reads
 * them.
 *
 * The text joins `name=value` by `&` and escapes nothing, so that a nickname `Bob&phone=1` reads like the nickname `Bob` and
 * the phone `1`. Of all readings that the route would take, the one with most members counts and every other is refused. A
 * list or `null` counts before the text of the same spelling. `1` and `"1"` mean the same.
 */
export const checkReading = (
  signed: SignedParameters | undefined,
  given: unknown,
  shape: RouteShape,
): Checked<void> => {
  const found = signed && findOtherReading(signed, given as Readonly<Record<string, unknown>>, shape)
  return found === undefined ? ok(undefined) : err([found])
}

const findOtherReading = (
  signed: SignedParameters,
  given: Readonly<Record<string, unknown>>,
  shape: RouteShape,
): Issue | undefined => {
  const members = Object.keys(signed)
    .toSorted()
    .map((name) => ({ name, text: signed[name] ?? '' }))
  const notText = members.find(({ name, text }) => !name.isWellFormed() || !text.isWellFormed())
  // Each unpaired surrogate is signed as U+FFFD is.
  if (notText !== undefined) return issue('text.not_well_formed', [notText.name])
  const place =
    members.find((member) => hidesInName(member) || isOtherValue(member, given[member.name], shape))?.name ??
    findOtherSplit(members, shape)
  return place === undefined ? undefined : issue('request.ambiguous', [place])
}

/** A member that nobody looks at could have one in its name that somebody would. */
const hidesInName = ({ name }: SignedMember): boolean => /[&=]/u.test(name)

/** Whether a text spells a list, an object or `null` that the route would take in its place. */
const isOtherValue = ({ name, text }: SignedMember, given: unknown, { members }: RouteShape): boolean => {
  if (given !== text) return false
  const rule = members.get(name)
  const other = rule?.takesAnyText === true && /^(?:null$|[[{])/u.test(text) ? valueOf(text) : undefined
  return other !== undefined && rule?.accepts(other) === true
}

const valueOf = (text: string): unknown => {
  try {
    return JSON.parse(text)
  } catch {
    return undefined
  }
}
