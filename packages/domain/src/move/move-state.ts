import type { MoveState } from './move.ts'

/** What can be done with a move. `finish` and `halt` end a run, `finishUndo` ends an undo. */
export type MoveStep = 'run' | 'finish' | 'halt' | 'undo' | 'finishUndo' | 'close'

/** The state after a step, for the states in which it can be done. */
const steps: Readonly<Record<MoveStep, { readonly [From in MoveState]?: MoveState }>> = {
  // A run that was killed has left the move running. The next one goes on.
  run: { planned: 'running', running: 'running', stopped: 'running' },
  finish: { running: 'done' },
  halt: { running: 'stopped' },
  undo: { running: 'undoing', stopped: 'undoing', done: 'undoing', undoing: 'undoing' },
  finishUndo: { undoing: 'undone' },
  close: {
    planning: 'closed',
    planned: 'closed',
    stopped: 'closed',
    done: 'closed',
    undone: 'closed',
    closed: 'closed',
  },
}

/** The state after a step; `undefined` if the step cannot be done in this state. */
export const stateAfter = (state: MoveState, step: MoveStep): MoveState | undefined => steps[step][state]

/** Whether a move of this state may have written something. */
export const hasWritten = (state: MoveState): boolean =>
  state === 'running' || state === 'stopped' || state === 'done' || state === 'undoing'
