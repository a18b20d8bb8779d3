import { z } from 'zod'
import { maybe } from './shape.ts'

/** The wire's limits: at most 50 a page, and 10 if the caller does not say. */
const mostOnPage = 50
const usualOnPage = 10
/** The last page that can be computed in exact numbers. */
const lastPage = Math.floor(Number.MAX_SAFE_INTEGER / mostOnPage)

const whole = (min: number, max: number): z.ZodType<number> =>
  z.custom<number>((value) => Number.isSafeInteger(value) && min <= Number(value) && Number(value) <= max, {
    params: { expected: `integer from ${min} to ${max}` },
  })

/** In a query, a number is written in digits. */
const digits = (value: unknown): unknown =>
  typeof value === 'string' && /^\d{1,16}$/u.test(value) ? Number(value) : value

type PagingShape = Readonly<Record<'page' | 'limit', z.ZodType<number | undefined>>>

const shape = (read: (value: unknown) => unknown): PagingShape => ({
  page: maybe(z.preprocess(read, whole(1, lastPage))),
  limit: maybe(z.preprocess(read, whole(1, mostOnPage))),
})

/** `page`, from 1 on, and `limit`. They are numbers in a body, and digits in a query. */
export const bodyPaging: PagingShape = shape((value) => value)
export const queryPaging: PagingShape = shape(digits)

/** A page of a list, as a caller asks for it. */
export type Paging = { readonly page?: number; readonly limit?: number }

/** Which part of a list a page shows. */
export const toSlice = ({ page = 1, limit = usualOnPage }: Paging): { skip: number; limit: number } => ({
  skip: (page - 1) * limit,
  limit,
})
