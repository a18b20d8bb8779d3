/**
 * Writes the tables of `docs/password-formats.md` anew, from the table of formats and the vectors that prove it. A test
 * compares: `pnpm docs:formats` after a format or a vector was added.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import { renderPage } from './password-formats/render-page.ts'

const page = new URL('../docs/password-formats.md', import.meta.url)

writeFileSync(page, await renderPage(readFileSync(page, 'utf8')))
