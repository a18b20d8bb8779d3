import type { Hono, Env } from 'hono'

/** Mounts Keepsake's HTTP facade, which is a Hono app itself. */
export const mountFacade = <E extends Env>(app: Hono<E>, facade: Hono): Hono<E> => app.route('/', facade)
