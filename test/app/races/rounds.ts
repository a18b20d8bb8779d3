import { times } from '../../effort.ts'

const asked = process.env['KEEPSAKE_RACE_ROUNDS']

/** How many rounds of a race are played: as many as its form has, or as `KEEPSAKE_RACE_ROUNDS` says. */
export const rounds = (form: { readonly short: number; readonly long: number }): number =>
  asked === undefined ? times(form) : Number(asked)
