import type { Migration } from './migrations/migration.ts'
import { version1 } from './migrations/version-1.ts'

/** Every migration, in the order of versions, which have no gap. */
export const migrations: readonly Migration[] = [version1]

/** The version that this release reads and writes. */
export const schemaVersion: number = migrations.length

/** Refuses a schema that is older than the present one, if it may not be migrated. */
export const refuseOlder = (version: number): never => {
  throw new Error(`the database has schema version ${version}; migrate it to version ${schemaVersion} first`)
}

/**
 * The migrations from a version (0 if there is nothing) to the present one. Throws if the schema is newer than that.
 */
export const migrationsFrom = (version: number): readonly Migration[] => {
  if (version > schemaVersion)
    throw new Error(`the database has schema version ${version}; this release reads version ${schemaVersion}`)
  return migrations.filter((each) => each.version > version)
}
