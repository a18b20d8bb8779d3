/** Writes docs/licences.md: what is installed with each package, and under which licence. A release writes it anew. */
import { writeFileSync } from 'node:fs'
import { licencesPage } from './licences/licences-page.ts'

writeFileSync(new URL('../docs/licences.md', import.meta.url), await licencesPage())
