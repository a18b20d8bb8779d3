import { findPlaces, type Place, type SignedMember } from './places.ts'
import type { MemberRule, RouteShape } from './route-shape.ts'

/**
 * A text with more hidden places than this counts as ambiguous without further checks, so that an attacker cannot make the
 * check slow.
 */
const maxHidden = 100

/**
 * Finds a member whose text contains the beginning of another member, in a reading of the signed text that the route would
 * accept. `undefined` if there is no such reading. `members` are in order. A reading that only drops beginnings of members
 * is not searched for: if a client sends that one, it is refused itself.
 */
export const findOtherSplit = (members: readonly SignedMember[], shape: RouteShape): string | undefined => {
  // The text of a member that takes only certain values can end in one place only.
  const first = members.findIndex(({ name }) => ruleOf(name, shape)?.takesAnyText === true)
  const rest = first < 0 ? [] : members.slice(first)
  const { places, hidden, tooManyIn } = findPlaces(rest, shape, maxHidden)
  if (hidden === 0 || tooManyIn !== undefined) return tooManyIn
  const text = rest.map((member) => `${member.name}=${member.text}`).join('&')
  return placeInReading(places, text, shape)?.hiddenIn
}

/** The first place where a member begins in a complete reading of the text that means something else. */
const placeInReading = (places: readonly Place[], text: string, shape: RouteShape): Place | undefined => {
  const required = [...shape.members].flatMap(([name, { isRequired }]) => (isRequired ? [name] : []))
  const leads = (from: Place, to: Place | undefined): boolean =>
    mayFollow(from.name, to?.name, required) &&
    takes(ruleOf(from.name, shape), text, from.from, to?.at ?? text.length)
  const ends = new Set<Place>()
  for (const place of places.toReversed())
    if (leads(place, undefined) || [...ends].some((next) => leads(place, next))) ends.add(place)
  const begins = new Set(places.slice(0, 1))
  return places.find((place) => {
    if ([...begins].some((former) => leads(former, place))) begins.add(place)
    return place.matters && begins.has(place) && ends.has(place)
  })
}

/** Whether one member may follow another, or be the last one: names ascend, and no required member is left out. */
const mayFollow = (name: string, next: string | undefined, required: readonly string[]): boolean =>
  (next === undefined || name < next) &&
  !required.some((between) => name < between && (next === undefined || between < next))

const ignored: MemberRule = { accepts: () => true, isRequired: false, takesAnyText: true }

const ruleOf = (name: string, { members, ignoresOthers }: RouteShape): MemberRule | undefined =>
  members.get(name) ?? (ignoresOthers ? ignored : undefined)

/** The longest word, number or JSON that is parsed. */
const maxLooked = 4096

/**
 * Whether a member accepts a part of the text, as text or as JSON. A long list or object is not parsed: it counts as
 * accepted.
 */
const takes = (rule: MemberRule | undefined, text: string, from: number, to: number): boolean => {
  if (rule === undefined || rule.takesAnyText) return rule !== undefined
  const isContainer = /[[{]/u.test(text.charAt(from)) && /[\]}]/u.test(text.charAt(to - 1))
  if (to - from > maxLooked) return isContainer
  const value = text.slice(from, to)
  return rule.accepts(value) || takesJson(rule, value)
}

const takesJson = ({ accepts }: MemberRule, text: string): boolean => {
  try {
    const value: unknown = JSON.parse(text)
    // The quotes of a JSON string are not signed.
    return typeof value !== 'string' && accepts(value)
  } catch {
    return false
  }
}
