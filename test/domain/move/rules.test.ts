import fc from 'fast-check'
import { fieldRules, moveStates, userId } from '@keepsake/domain'
import {
  decidePassword,
  decideUndo,
  hasWritten,
  matchRow,
  mergeField,
  stateAfter,
  type FieldVersions,
  type MoveStep,
  type PasswordFacts,
  type UndoFacts,
} from '@keepsake/domain/rules'
import { describe, expect, it } from 'vitest'

const anna = userId('anna')
const bert = userId('bert')

describe('who a row is', () => {
  it('is told by the key of the source first', () => {
    expect(matchRow({ userId: anna, outcome: 'created' }, [bert])).toStrictEqual({
      kind: 'known',
      userId: anna,
    })
  })

  it('is told by verified identifiers if the key is new', () => {
    expect(matchRow(undefined, [])).toStrictEqual({ kind: 'new' })
    expect(matchRow(undefined, [anna, anna])).toStrictEqual({ kind: 'matched', userId: anna })
    expect(matchRow(undefined, [anna, bert])).toStrictEqual({ kind: 'contested', userIds: [anna, bert] })
  })

  it('stays erased, also if another user has the identifiers now', () => {
    expect(matchRow({ outcome: 'erased' }, [anna])).toStrictEqual({ kind: 'erased' })
  })

  it('is new again if a move has deleted the user', () => {
    expect(matchRow({ outcome: 'deleted' }, [])).toStrictEqual({ kind: 'new' })
  })
})

describe('a field of a known user', () => {
  const versions = (last?: string, present?: string, brought?: string | null): FieldVersions => ({
    last,
    present,
    brought,
  })

  it.each([
    ['the source says nothing', versions('a', 'b'), 'leave'],
    ['nothing differs', versions('a', 'a', 'a'), 'leave'],
    ['the source has changed it', versions('a', 'a', 'b'), 'take'],
    ['it was changed here', versions('a', 'b', 'a'), 'leave'],
    ['both have changed it', versions('a', 'b', 'c'), 'keep'],
    ['both have changed it to the same', versions('a', 'b', 'b'), 'leave'],
    ['the source has removed it', versions('a', 'a', null), 'take'],
    ['the source has removed what was changed here', versions('a', 'b', null), 'keep'],
    ['the source never had it', versions(undefined, 'a', null), 'leave'],
    ['the source has it for the first time', versions(undefined, undefined, 'a'), 'take'],
    ['it was removed here', versions('a', undefined, 'a'), 'leave'],
    ['it was removed here and changed there', versions('a', undefined, 'b'), 'keep'],
  ] as const)('under merge, if %s', (_, facts, verdict) => {
    expect(mergeField('merge', facts)).toBe(verdict)
  })

  it.each([
    ['source', versions('a', 'b', 'a'), 'take'],
    ['source', versions('a', 'b', null), 'take'],
    ['fill', versions('a', 'b', 'c'), 'keep'],
    ['fill', versions('a', undefined, 'b'), 'take'],
    ['here', versions('a', 'a', 'b'), 'keep'],
    ['here', versions('a', undefined, 'b'), 'keep'],
    ['never', versions(undefined, undefined, 'b'), 'keep'],
  ] as const)('under %s', (rule, facts, verdict) => {
    expect(mergeField(rule, facts)).toBe(verdict)
  })

  const text = fc.constantFrom('a', 'b', 'c', undefined)
  const some = fc.record({
    last: text,
    present: text,
    brought: fc.constantFrom('a', 'b', 'c', null, undefined),
  })

  it('changes nothing that the source does not say, and nothing that is equal, under every rule', () => {
    fc.assert(
      fc.property(some, fc.constantFrom(...fieldRules), (facts, rule) => {
        const isEqual = (facts.brought ?? undefined) === facts.present
        if (facts.brought === undefined || isEqual) expect(mergeField(rule, facts)).toBe('leave')
      }),
    )
  })

  it('is left alone when the same is brought again, but under source', () => {
    fc.assert(
      fc.property(some, fc.constantFrom('merge', 'here', 'never'), (facts, rule) => {
        const again = { ...facts, brought: facts.last ?? null }
        expect(mergeField(rule, again)).toBe('leave')
      }),
    )
  })

  it('never goes back on a change here that the source has not followed', () => {
    fc.assert(
      fc.property(some, (facts) => {
        if (facts.present !== facts.last) expect(mergeField('merge', facts)).not.toBe('take')
      }),
    )
  })
})

describe('a password that a source brings for a known user', () => {
  const facts: PasswordFacts = {
    brought: 'new',
    last: 'old',
    presentSetAt: 1000,
    movedSetAt: 1000,
  }

  it.each([
    ['none is brought', { brought: undefined }, 'leave'],
    ['the same is brought', { brought: 'old' }, 'leave'],
    ['what rests is what a move wrote', {}, 'replace'],
    ['the user has none', { presentSetAt: undefined, movedSetAt: undefined, last: undefined }, 'set'],
    ['it was set here since', { presentSetAt: 2000 }, 'keep-ours'],
    ['the user had one before any move', { movedSetAt: undefined, last: undefined }, 'keep-ours'],
    ['the source has a later date', { broughtSetAt: 900, lastSetAt: 800 }, 'replace'],
    ['the source has an earlier date', { broughtSetAt: 700, lastSetAt: 800 }, 'keep-newer'],
    ['only one date is known', { broughtSetAt: 700 }, 'replace'],
  ] as const)('if %s', (_, other, verdict) => {
    expect(decidePassword({ ...facts, ...other })).toBe(verdict)
  })

  it('never replaces one that was set here, whatever else is true', () => {
    const maybe = fc.option(fc.integer({ min: 0, max: 5 }), { nil: undefined })
    fc.assert(
      fc.property(maybe, maybe, maybe, maybe, (presentSetAt, movedSetAt, broughtSetAt, lastSetAt) => {
        const verdict = decidePassword({ ...facts, presentSetAt, movedSetAt, broughtSetAt, lastSetAt })
        if (presentSetAt !== undefined && presentSetAt !== movedSetAt) expect(verdict).toBe('keep-ours')
      }),
    )
  })
})

describe('undoing a row', () => {
  const facts: UndoFacts = {
    outcome: 'created',
    exists: true,
    isVersionOurs: true,
    hasSignedIn: false,
    areSecretsTouched: false,
    hasOtherKeys: false,
    hasBefore: false,
  }

  it.each([
    ['a new user who was not touched', {}, 'remove'],
    ['a new user who has signed in', { hasSignedIn: true }, 'in-use'],
    ['a new user who was changed', { isVersionOurs: false }, 'in-use'],
    ['a new user who has another password', { areSecretsTouched: true }, 'in-use'],
    ['a new user whom another source has too', { hasOtherKeys: true }, 'in-use'],
    ['a new user who is gone', { exists: false }, 'gone'],
    ['a changed user', { outcome: 'changed', hasBefore: true }, 'restore'],
    [
      'a changed user who has signed in',
      { outcome: 'changed', hasBefore: true, hasSignedIn: true },
      'restore',
    ],
    [
      'a changed user who was changed again',
      { outcome: 'changed', hasBefore: true, isVersionOurs: false },
      'in-use',
    ],
    ['a changed user without a before-image', { outcome: 'changed' }, 'in-use'],
    ['a joined user', { outcome: 'matched', hasBefore: true }, 'restore'],
    ['a joined user whom nothing has changed', { outcome: 'matched' }, 'forget'],
    ['a row that changed nothing', { outcome: 'unchanged' }, 'forget'],
    ['a suspended user', { outcome: 'suspended', hasBefore: true }, 'restore'],
    ['a deleted user', { outcome: 'deleted', exists: false, hasBefore: true }, 'bring-back'],
    ['a user whom somebody has erased', { outcome: 'erased', exists: false, hasBefore: true }, 'gone'],
  ] as const)('of %s', (_, other, verdict) => {
    expect(decideUndo({ ...facts, ...other })).toBe(verdict)
  })
})

describe('the states of a move', () => {
  const steps: readonly MoveStep[] = ['run', 'finish', 'halt', 'undo', 'finishUndo', 'close']

  it('go from a plan over a run to an undo', () => {
    expect(stateAfter('planned', 'run')).toBe('running')
    expect(stateAfter('running', 'halt')).toBe('stopped')
    expect(stateAfter('stopped', 'run')).toBe('running')
    expect(stateAfter('running', 'finish')).toBe('done')
    expect(stateAfter('done', 'undo')).toBe('undoing')
    expect(stateAfter('undoing', 'undo')).toBe('undoing')
    expect(stateAfter('undoing', 'finishUndo')).toBe('undone')
  })

  it('end when it is closed: then nothing is run or undone', () => {
    for (const step of steps) expect([undefined, 'closed']).toContain(stateAfter('closed', step))
  })

  it('never run a plan that is not complete, nor a move that was undone', () => {
    expect(stateAfter('planning', 'run')).toBeUndefined()
    expect(stateAfter('undone', 'run')).toBeUndefined()
    expect(stateAfter('done', 'run')).toBeUndefined()
  })

  it('know which of them have written something', () => {
    expect(moveStates.filter(hasWritten)).toStrictEqual(['running', 'stopped', 'done', 'undoing'])
  })
})
