import fc from 'fast-check'
import { startedAt } from '../builders/keepsake.ts'
import { life } from './pool-commands.ts'
import { newModel } from './pool-model.ts'
import { lookAtEverybody } from './pool-steps.ts'
import { openRealPool, type Place } from './pool.ts'

/** How many lives are led at a time, each in a place of its own: a database waits for its disk most of the time. */
const atATime = 6

/** Leads as many lives, and compares each with the model's. */
export const livesAsTheModel = async (openPlace: () => Promise<Place>, numRuns: number): Promise<void> => {
  const lead = async (): Promise<void> => {
    const place = await openPlace()
    const property = fc.asyncProperty(life, async (commands) => {
      const [model, real] = [newModel(startedAt), await openRealPool(place)]
      await fc.asyncModelRun(() => ({ model, real }), commands)
      await lookAtEverybody(undefined, model, real)
    })
    await fc.assert(property, { numRuns: Math.ceil(numRuns / atATime) })
  }
  await Promise.all(Array.from({ length: atATime }, lead))
}
