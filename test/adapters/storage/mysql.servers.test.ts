import { storageConformance } from '@keepsake/conformance/storage'
import { describe, inject, test } from 'vitest'
import { openMysql } from './open-mysql.ts'

describe.skipIf(inject('mariadbUrl') === '')('a storage in MariaDB', () => {
  test.each(storageConformance)('$name', ({ run }) => run(() => openMysql()))
})
