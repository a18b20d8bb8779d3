/** The prefix of the names of formats that only the service's own code can check, such as `custom:legacy-crm`. */
export const customPrefix = 'custom:'

/**
 * Whether a check of such a hash may leave the process. The code that checks it may call another system. That system
 * must see no password except one that somebody tries at the user whose hash it is.
 */
export const isCustomFormat = (format: string): boolean => format.startsWith(customPrefix)
