import type { RouteShape } from './route-shape.ts'

/** A member of a request, with the text that is signed for it. */
export type SignedMember = { readonly name: string; readonly text: string }

/** A place in a signed text where a member begins or could begin. */
export type Place = {
  readonly name: string
  /** Where the value of the previous member ends. */
  readonly at: number
  /** Where this member's value begins. */
  readonly from: number
  /** The member whose text contains this place. Absent if a member really begins here in the request as it was sent. */
  readonly hiddenIn?: string
  /** Whether the request would mean something else if a member began here. */
  readonly matters: boolean
}

/**
 * Finds the places of a text, in order: those where members begin, and those inside their texts where another member could
 * begin. It stops after `most` of the latter. `tooManyIn` is the member that contains more.
 */
export const findPlaces = (
  members: readonly SignedMember[],
  shape: RouteShape,
  most: number,
): { readonly places: readonly Place[]; readonly hidden: number; readonly tooManyIn?: string } => {
  const first = members[0]?.name ?? ''
  const places: Place[] = []
  let [at, hidden] = [-1, 0]
  for (const member of members) {
    const from = at + 1 + member.name.length + 1
    places.push({ name: member.name, at, from, matters: false })
    for (const place of hiddenIn(member, from, shape)) {
      // Names are in order.
      if (place.name <= first) continue
      hidden += 1
      if (hidden > most) return { places, hidden, tooManyIn: member.name }
      places.push(place)
    }
    at = from + member.text.length
  }
  return { places, hidden }
}

const beginning = /&([^&=]*)=/gu

/** A member that the route ignores only ends the member before it. */
const hiddenIn = function* (
  { name: own, text }: SignedMember,
  start: number,
  { members, ignoresOthers }: RouteShape,
): Generator<Place> {
  for (const match of text.matchAll(beginning)) {
    const name = match[1] ?? ''
    if (!ignoresOthers && !members.has(name)) continue
    const at = start + match.index
    const matters = members.has(own) || members.has(name)
    yield { name, at, from: at + match[0].length, hiddenIn: own, matters }
  }
}
