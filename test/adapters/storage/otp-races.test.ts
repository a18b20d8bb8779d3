import { otpRaceCases } from '@keepsake/adapters/conformance/storage'
import { describe, test } from 'vitest'
import { storages } from '../../builders/identity.ts'

const rounds = 1000

describe.each(storages)(`on $name, in ${rounds} rounds`, ({ open }) => {
  test.each(otpRaceCases(rounds))('$name', { timeout: 300_000 }, ({ run }) =>
    run(async () => (await open()).storage),
  )
})
