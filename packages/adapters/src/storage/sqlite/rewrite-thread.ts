import { DatabaseSync } from 'node:sqlite'
import { workerData } from 'node:worker_threads'
import type { RewriteData } from './rewrite.ts'

const { file, timeout } = workerData as RewriteData
const database = new DatabaseSync(file, { timeout })
try {
  database.exec('PRAGMA secure_delete = 1')
  database.exec('VACUUM')
} finally {
  database.close()
}
