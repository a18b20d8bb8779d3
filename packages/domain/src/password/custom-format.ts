/** What the names of formats begin with that only code of the service's own can check, such as `custom:legacy-crm`. */
export const customPrefix = 'custom:'

/**
 * Whether a check of such a hash may leave the process. Whoever runs it may be another system, which must hear of no
 * password but one that somebody tries at the user whose hash it is.
 */
export const isCustomFormat = (format: string): boolean => format.startsWith(customPrefix)
