import recorded from '../vectors/oathtool/codes.json' with { type: 'json' }

/** The moment of the contract's own examples. */
export const examplesAt: number = Date.parse('2022-07-03T02:20:30Z')

/** What oathtool showed for a secret, `steps` of 30 seconds after the moment of the examples. */
export const codeOf = (secret: string, steps: number): string => {
  const at = examplesAt + steps * 30_000
  const found = recorded.vectors.find((vector) => vector.secret === secret && Date.parse(vector.at) === at)
  if (found === undefined) throw new Error('no code was recorded for this secret and moment')
  return found.code
}
