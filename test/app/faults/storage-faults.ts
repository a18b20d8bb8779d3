import { expect } from 'vitest'
import { openSubject, type OpenSubject } from '../../builders/keepsake.ts'
import { watchStorage, type Fault } from '../../builders/wrapped-storage.ts'
import { settings, type Use } from './uses.ts'

/** Each fault of a call, in words. */
export const faults: readonly (readonly [string, Fault])[] = [
  ['fails', 'fail'],
  ['comes late', 'delay'],
  ['is done and its answer lost', 'lose'],
  ['is done twice', 'repeat'],
]

/** Lets one call after the other of a use suffer a fault, and looks each time at what has come of it. */
export const faultEveryCall = async (open: OpenSubject, [, prepare]: Use, fault: Fault): Promise<void> => {
  const sound = await openSubject(open, { settings })
  for (let faulty = 0; ; faulty += 1) {
    const verbs: string[] = []
    const { keepsake } = await openSubject(open, {
      settings,
      on: sound.opened,
      ports: ({ storage }) => ({
        storage: watchStorage(storage, (verb) => {
          verbs.push(verb)
          return verbs.length - 1 === faulty ? fault : undefined
        }),
      }),
    })
    const { act, check } = await prepare(sound, `user-${faulty}`)
    const answer = await act(keepsake)
    const verb = verbs[faulty]
    try {
      if (answer.isErr() && !(fault === 'repeat' && answer.error.kind === 'rejected'))
        expect(answer.error).toMatchObject({ kind: 'unavailable', part: 'storage' })
      if (fault === 'delay' || verb === undefined) expect(answer.isOk()).toBe(true)
      if (verb !== undefined && (fault === 'fail' || fault === 'lose')) expect(answer.isErr()).toBe(true)
      await check(answer)
    } catch (error) {
      throw new Error(`as ${verb ?? 'nothing'}, call ${faulty + 1} of ${verbs.join(', ')}, suffered it`, {
        cause: error,
      })
    }
    if (verb === undefined) return expect(faulty).toBeGreaterThan(1)
  }
}
