import { issue, type Checked, type Issue } from '@keepsake/domain'
import { err, ok } from 'neverthrow'
import type { SignedParameters } from '../signed-parameters.ts'
import { findOtherSplit } from './other-split.ts'
import type { SignedMember } from './places.ts'
import type { RouteShape } from './route-shape.ts'

/**
 * Refuses a request whose signed text could also mean another request, if the route would accept the other one and it would
 * do something else. `signed` are the texts of the request's parameters; absent if the signature allows only one reading.
 * `given` are the same parameters as the route reads them.
 *
 * The text joins `name=value` by `&` and escapes nothing. So a nickname `Bob&phone=1` reads like the nickname `Bob` and the
 * phone `1`. Of all readings that the route would accept, the one with the most members is valid, and every other one is
 * refused. A list or `null` is preferred to a text of the same spelling. `1` and `"1"` mean the same.
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
  // Every unpaired surrogate is signed like U+FFFD.
  if (notText !== undefined) return issue('text.not_well_formed', [notText.name])
  const place =
    members.find((member) => hidesInName(member) || isOtherValue(member, given[member.name], shape))?.name ??
    findOtherSplit(members, shape)
  return place === undefined ? undefined : issue('request.ambiguous', [place])
}

/** The name of a member that the route ignores could contain a member that the route reads. */
const hidesInName = ({ name }: SignedMember): boolean => /[&=]/u.test(name)

/** Whether a text spells a list, an object or `null` that the route would accept instead. */
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
