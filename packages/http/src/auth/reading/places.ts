import type { RouteShape } from './route-shape.ts'

/** A member of a request, with the text that is signed of it. */
export type SignedMember = { readonly name: string; readonly text: string }

/** A place in a signed text where a member begins, or could begin. */
export type Place = {
  readonly name: string
  /** Where the value of the member before it ends. */
  readonly at: number
  /** Where its own value begins. */
  readonly from: number
  /** The member in whose text it lies, where no member begins here in the request as it was sent. */
  readonly hiddenIn?: string
  /** Whether the request would mean something else if one began here. */
  readonly matters: boolean
}

/**
 * The places of a text in their order: those where its members begin, and those inside their texts where another member
 * could. At most `most` of the latter are looked for; `tooManyIn` is the member in which there are more.
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
      // Names stand in order.
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

/** A member that is passed over is nothing more than the end of the one before it. */
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
