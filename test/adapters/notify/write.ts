import { openTemplates, type WriteMessage } from '@keepsake/adapters/notify/templates'

/** The built-in words of a shop. */
export const write: WriteMessage = openTemplates({ service: 'Shop', origins: ['https://login.example.com'] })
