import { expect } from 'vitest'
import { valueOf, type OpenSubject } from '../../builders/keepsake.ts'
import { heardAbout, makeEvents, openEndpoint, relayTo, until } from './endpoints.ts'

/**
 * Relays events to three endpoints, of which one takes them, one fails and one never answers, and looks at what the first one
 * hears. Nothing that it looks at is a time: the one that hangs has answered nothing when all is done.
 */
export const spoilNobody = async (
  open: OpenSubject,
  {
    users,
    changes,
    relays = 1,
  }: { readonly users: number; readonly changes: number; readonly relays?: number },
): Promise<void> => {
  const [good, failing, hanging] = [
    await openEndpoint(204),
    await openEndpoint(500),
    await openEndpoint('hangs'),
  ]
  const subject = await relayTo(
    [
      { name: 'failing', at: failing },
      { name: 'good', at: good },
      { name: 'hanging', at: hanging },
    ],
    open,
    { relays },
  )
  const ids = await makeEvents(subject, users, changes)
  await until(() => good.heard.length >= users * (changes + 1))
  // What one endpoint owes holds up no later event of another.
  const [late = ''] = await makeEvents(subject, 1, changes)
  await until(() => heardAbout(good, late).length === changes + 1)
  await until(() => failing.heard.length > users)
  // The failing one is tried again, by itself.
  subject.clock.set(subject.clock.now() + 60_000)
  await until(() => failing.heard.length > 2 * users)

  const all = (users + 1) * (changes + 1)
  expect(good.heard).toHaveLength(all)
  expect(new Set(good.heard.map(({ id }) => id)).size).toBe(all)
  const inOrder = ['user.created', ...Array.from({ length: changes }, () => 'user.updated')]
  for (const userId of [...ids, late]) expect(heardAbout(good, userId)).toEqual(inOrder)
  // Each user's first event, and none after it.
  expect(new Set(failing.heard.map(({ type }) => type))).toEqual(new Set(['user.created']))
  expect(hanging.heard.length).toBeGreaterThan(0)
  const { channels } = await valueOf(subject.keepsake.events.report())
  expect(channels).toMatchObject([
    { channel: 'failing', waiting: all, sent: 0 },
    { channel: 'good', waiting: 0, sent: all },
    { channel: 'hanging', waiting: all, sent: 0 },
  ])
}
