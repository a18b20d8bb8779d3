import { describe, expect, it } from 'vitest'
import { licences, licencesPage, permissive } from '../../scripts/licences/licences-page.ts'

describe('the licences of what is installed', () => {
  it('ask for a notice, and nothing more', () => {
    const found = licences()
    expect(found.length).toBeGreaterThan(20)
    const asking = found.filter(
      ({ licence }) =>
        !licence
          .replaceAll(/[()]/gu, '')
          .split(' OR ')
          .some((each) => permissive.has(each)),
    )
    expect(asking).toEqual([])
  })

  it('stand on the page', async () => {
    const page = await licencesPage()
    for (const { name, licence } of licences())
      expect(page).toMatch(new RegExp(`^\\| ${name} +\\| ${licence} +\\|`, 'mu'))
  })
})
