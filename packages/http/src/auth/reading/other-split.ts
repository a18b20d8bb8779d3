import { findPlaces, type Place, type SignedMember } from './places.ts'
import type { MemberRule, RouteShape } from './route-shape.ts'

/** With more hidden places than this a text counts as ambiguous without a closer look, so that nobody makes the look long. */
const maxHidden = 100

/**
 * The member in whose text another one begins, in some reading of the signed text that the route would take; nothing
 * where there is no such reading. `members` are in order. A reading that only leaves out beginnings of theirs is not
 * looked for: where somebody sends it, that request is the one that is refused.
 */
export const findOtherSplit = (members: readonly SignedMember[], shape: RouteShape): string | undefined => {
  // What takes only values of its own ends nowhere else.
  const first = members.findIndex(({ name }) => ruleOf(name, shape)?.takesAnyText === true)
  const rest = first < 0 ? [] : members.slice(first)
  const { places, hidden, tooManyIn } = findPlaces(rest, shape, maxHidden)
  if (hidden === 0 || tooManyIn !== undefined) return tooManyIn
  const text = rest.map((member) => `${member.name}=${member.text}`).join('&')
  return placeInReading(places, text, shape)?.hiddenIn
}

/** The first place at which a member begins in a reading of the whole text that means something else. */
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

/** Whether one member may stand behind another, or nothing behind it: names ascend, and no required one is left out. */
const mayFollow = (name: string, next: string | undefined, required: readonly string[]): boolean =>
  (next === undefined || name < next) &&
  !required.some((between) => name < between && (next === undefined || between < next))

const ignored: MemberRule = { accepts: () => true, isRequired: false, takesAnyText: true }

const ruleOf = (name: string, { members, ignoresOthers }: RouteShape): MemberRule | undefined =>
  members.get(name) ?? (ignoresOthers ? ignored : undefined)

/** The longest word, number or JSON that is looked into. */
const maxLooked = 4096

/** Whether a member takes a stretch of the text, as a text or as JSON. A long list or object is not read: it counts as taken. */
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
