/** How the tables come about. */
export type MigrateOption = {
  /**
   * `at-open`, the default: makes the tables, or brings them to this release, when it is needed. `never`: refuses a
   * database that needs it, for who runs `keepsake migrate` by another database user.
   */
  readonly migrate?: 'at-open' | 'never'
}
