/** How the tables are made. */
export type MigrateOption = {
  /**
   * `at-open`, the default: makes the tables, or brings them to this release, when needed. `never`: refuses a database
   * that needs it, if you run `keepsake migrate` as another database user.
   */
  readonly migrate?: 'at-open' | 'never'
}
