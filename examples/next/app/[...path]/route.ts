/** All routes of the service, as one Route Handler of the App Router of Next.js 16. */
import { carry } from '../../carry.ts'
import { routes } from '../../routes.ts'

export const GET = carry(routes)
export const POST = carry(routes)
