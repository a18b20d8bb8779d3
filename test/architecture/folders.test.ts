import { describe, expect, it } from 'vitest'
import { folderCycles, folderImports } from './folders.ts'
import { readSources, type Sources } from './sources.ts'

const domain = 'packages/domain/src'
const sources = readSources(`${domain}/**/*.ts`)

const withImport = (path: string, target: string): Sources =>
  new Map([...sources, [`${domain}/${path}`, `import type { X } from '${target}'`]])

describe('no two folders of the domain import each other', () => {
  it('holds', () => {
    expect(folderCycles(domain, sources)).toStrictEqual([])
  })

  it('speaks of folders that are there', () => {
    const found = new Set(folderImports(domain, sources).flatMap(({ from, target }) => [from, target]))
    expect([...found]).toEqual(expect.arrayContaining(['kernel', 'user', 'user/list', 'authenticator/totp']))
    expect(folderImports('packages/gone/src', sources)).toStrictEqual([])
  })

  it.each([
    ['secret/made-up.ts', '../authenticator/second-factor.ts', ['authenticator', 'secret']],
    ['kernel/made-up.ts', '../notice/notice.ts', ['kernel', 'notice']],
    ['user/made-up.ts', './list/user-list.ts', ['user', 'user/list']],
    ['user/profile/made-up.ts', '../user-status.ts', ['user', 'user/profile']],
    ['authenticator/totp/made-up.ts', '../uri/key-uri.ts', ['authenticator/totp', 'authenticator/uri']],
  ])('names the folders when %s imports %s', (path, target, folders) => {
    const groups = folderCycles(domain, withImport(path, target))
    expect(groups).toStrictEqual([expect.arrayContaining(folders)])
  })
})
