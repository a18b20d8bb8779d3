import { beforeAll, describe, expect, it } from 'vitest'
import { openSubject, storages, valueOf, type Subject } from '../../builders/keepsake.ts'
import { costOf, costOfOnePass, longTexts } from './cost.ts'
import { proofs, rules, verbs, type Readers } from './readers.ts'

let onePass: number

beforeAll(async () => {
  onePass = await costOfOnePass()
})

/** Every text that costs more than a look at each of its characters, with the passes that it costs. */
const dear = async (readers: Readers): Promise<Readonly<Record<string, number>>> => {
  const found: [string, number][] = []
  for (const [name, reader] of Object.entries(readers)) {
    const [before, read, behind = ''] = typeof reader === 'function' ? ['', reader] : reader
    // What it costs at all, a hash or a query, it may cost.
    const usual = await costOf(() => read(`${before}.=A${behind}`))
    for (const [kind, unit] of Object.entries(longTexts)) {
      // In one piece: what the engine has still to put together would count as looked at.
      const text = before + behind === '' ? unit : Buffer.from(before + unit + behind).toString('latin1')
      const passes = ((await costOf(() => read(text))) - usual) / onePass
      if (passes <= 0.5) continue
      found.push([`${name} of ${kind}`, Math.round(passes * 10) / 10])
      break
    }
  }
  return Object.fromEntries(found)
}

const bob = { username: 'bob', password: 'nine geese on a raft', otp: { secret: 'JBSWY3DPEHPK3PXPJBSWY3DP' } }

const withBob = async (): Promise<{ readonly subject: Subject; readonly userId: string }> => {
  const subject = await openSubject(storages[0]!.open, {
    settings: { resetUrl: 'https://example.com/reset' },
  })
  const { created } = await valueOf(subject.keepsake.users.create({ list: [bob] }))
  return { subject, userId: created[0]!.account.user.id }
}

describe('ten megabytes in the place of a few characters are not looked at', () => {
  it('by the rules', async () => {
    expect(await dear(rules)).toStrictEqual({})
  })

  it('by what lets callers of the HTTP facade in', async () => {
    expect(await dear(proofs)).toStrictEqual({})
  })

  it('by the verbs and the ports that are given them', async () => {
    const { subject, userId } = await withBob()
    expect(await dear(verbs(subject, userId))).toStrictEqual({})
  })
})
