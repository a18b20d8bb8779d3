import { describe, expect, it } from 'vitest'
import { openBodyBudget } from '@keepsake/http'

/** Eighths are whole: 200 for open bodies, 400 for claimed ones, 1,000 for proven ones. */
const bytes = 1600

describe('a budget of bodies', () => {
  it('has a part for each kind, which no other kind can use up', () => {
    const budget = openBodyBudget(bytes)
    expect(budget.parts).toStrictEqual({ open: 200, claimed: 400, proven: 1000 })
    for (const kind of ['open', 'claimed', 'proven'] as const) {
      const account = budget.open(kind, () => undefined)
      expect(account.take(budget.parts[kind])).toBe(true)
      expect(account.take(1)).toBe(false)
    }
  })

  it('is given back, once, when a body is closed', () => {
    const budget = openBodyBudget(bytes)
    const [one, other] = [0, 1].map(() => budget.open('open', () => undefined))
    expect(one!.take(150)).toBe(true)
    expect(other!.take(100)).toBe(false)
    one!.close()
    one!.close()
    expect(other!.take(200)).toBe(true)
    expect(other!.take(1)).toBe(false)
  })

  it('makes room by what has been arriving for longest, and for more than a moment', () => {
    let now = 0
    const budget = openBodyBudget(bytes, () => now)
    const gone: string[] = []
    const open = (name: string): ReturnType<typeof budget.open> => budget.open('open', () => gone.push(name))
    const [first, second, done] = ['first', 'second', 'done'].map(open)
    for (const account of [first, second, done]) expect(account!.take(60)).toBe(true)
    done!.arrived()
    expect(open('too soon').take(60), 'they may still be sending').toBe(false)
    now = 250
    expect(open('late').take(60)).toBe(true)
    expect(gone).toStrictEqual(['first'])
    first!.close()
    expect(open('later').take(60), 'what gave way is not given back twice').toBe(true)
    expect(gone).toStrictEqual(['first', 'second'])
  })

  it('lets no body give way to itself, nor one that is all there', () => {
    let now = 0
    const budget = openBodyBudget(bytes, () => now)
    const gone: string[] = []
    const account = budget.open('claimed', () => gone.push('itself'))
    expect(account.take(400)).toBe(true)
    now = 10_000
    expect(account.take(1)).toBe(false)
    account.arrived()
    expect(budget.open('claimed', () => undefined).take(1)).toBe(false)
    expect(gone).toStrictEqual([])
  })
})
