import { secondFactorRaceCases } from '@keepsake/conformance/storage'
import { describe, test } from 'vitest'
import { storages } from '../../builders/keepsake.ts'
import { timeout, times } from '../../effort.ts'

const rounds = times({ short: 200, long: 1000 })

describe.each(storages)(`on $name, in ${rounds} rounds`, ({ open }) => {
  test.each(secondFactorRaceCases(rounds))('$name', { timeout }, ({ run }) =>
    run(async () => (await open()).storage),
  )
})
