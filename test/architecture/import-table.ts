import type { ImportRule } from './import-rules.ts'
import { readManifest, runtimeDependencies } from './manifests.ts'
import { computed } from './specifiers.ts'

const domain = 'packages/domain/src'
const adapters = 'packages/adapters/src'
const app = 'packages/app/src'
const conformance = 'packages/conformance/src'
const http = 'packages/http/src'
const cli = 'packages/cli/src'
/** The adapter that `docs/writing-an-adapter.md` explains. */
const keyValueStorage = 'examples/key-value-storage'

/** What reads a configuration asks of two adapters: who else may read a file, and whether a country code is one. */
const secretFiles = '@keepsake/adapters/files/secret-file'
const phoneNumbers = '@keepsake/adapters/phone/libphonenumber'

/**
 * The architecture as imports. Who depends on whom stands in each `package.json`: a package imports what its manifest
 * declares and nothing else. A row that should bend is a decision to write down, not an exception to slip in.
 */
export const importRules: readonly ImportRule[] = [
  {
    says: 'the domain imports neverthrow and itself, and nothing else',
    files: [domain],
    only: ['neverthrow', domain],
    breach: [`${domain}/user/now.ts`, "import { hrtime } from 'node:process'"],
  },
  {
    says: 'the domain’s kernel imports no feature',
    files: [`${domain}/kernel`],
    only: ['neverthrow', `${domain}/kernel`],
    breach: [`${domain}/kernel/key.ts`, "import type { UserId } from '../user/user-id.ts'"],
  },
  {
    says: 'the app imports the domain and what is as light, and does no I/O of its own',
    files: [app],
    only: [app, '@keepsake/domain', 'neverthrow', 'zod', 'ipaddr.js'],
    breach: [`${app}/use-cases/file.ts`, "const fs = await import('node:fs')"],
  },
  {
    says: 'adapters import the domain, node, the dependencies they declare and themselves, and so never the app',
    files: [adapters],
    only: ['node:', adapters, ...runtimeDependencies(readManifest('adapters'))],
    breach: [`${adapters}/totp/keepsake.ts`, "export type { Keepsake } from '@keepsake/app'"],
  },
  {
    says: 'an adapter needs records, ports and codes of the domain, and none of its rules',
    files: [adapters, keyValueStorage],
    never: ['@keepsake/domain/rules'],
    breach: [`${adapters}/storage/memory/draft.ts`, "import { draftUser } from '@keepsake/domain/rules'"],
  },
  {
    says: 'the cases of the ports import the domain and node, and no test runner',
    files: [conformance],
    only: ['node:', conformance, '@keepsake/domain', 'neverthrow'],
    breach: [`${conformance}/storage/case.test.ts`, "import { expect } from 'vitest'"],
  },
  {
    says: 'HTTP imports the app and what it declares, and so no adapter, container or command',
    files: [http],
    only: ['node:', http, ...runtimeDependencies(readManifest('http'))],
    breach: [`${http}/wired.ts`, "import { openMemoryStorage } from '@keepsake/adapters/storage/memory'"],
  },
  {
    says: 'HTTP reaches use cases by the API: it takes no more of the kit than this',
    files: [http],
    never: ['@keepsake/app/kit'],
    except: {
      [`${http}/http-app.ts`]: ['@keepsake/app/kit'],
      [`${http}/health.ts`]: ['@keepsake/app/kit'],
      [`${http}/incoming.ts`]: ['@keepsake/app/kit'],
    },
    breach: [`${http}/routes/hash.ts`, "import { verifyAny } from '@keepsake/app/kit'"],
  },
  {
    says: 'the wire knows of no server',
    files: [`${http}/wire`],
    never: [
      'hono',
      '@hono',
      'jose',
      'node:',
      ...['answers', 'auth', 'body', 'routes', 'routing'].map((room) => `${http}/${room}`),
    ],
    breach: [`${http}/wire/route.ts`, "import type { Context } from 'hono'"],
  },
  {
    says: 'the command imports node, the dependencies it declares and itself',
    files: [cli],
    // A target that is not written out is the last rule's business.
    only: ['node:', cli, computed, ...runtimeDependencies(readManifest('cli'))],
    breach: [`${cli}/serving/server.ts`, "import express from 'express'"],
  },
  {
    says: 'adapters are chosen in the composition, which reads files of secrets and country codes; `keepsake init` and the demo may make keys',
    files: [cli],
    never: ['@keepsake/adapters'],
    except: {
      [`${cli}/composition/adapters-from-config.ts`]: ['@keepsake/adapters'],
      [`${cli}/composition/password-adapters.ts`]: ['@keepsake/adapters'],
      [`${cli}/composition/notice-adapters.ts`]: ['@keepsake/adapters/notify', secretFiles],
      [`${cli}/composition/notice-config.ts`]: [secretFiles],
      [`${cli}/composition/config.ts`]: [phoneNumbers],
      [`${cli}/composition/configured.ts`]: [secretFiles],
      [`${cli}/composition/config-values.ts`]: [secretFiles],
      [`${cli}/composition/record-adapters.ts`]: ['@keepsake/adapters/records'],
      [`${cli}/composition/secret-adapters.ts`]: ['@keepsake/adapters/secrets'],
      [`${cli}/composition/storage-adapters.ts`]: ['@keepsake/adapters/storage', secretFiles],
      [`${cli}/composition/load-verifiers.ts`]: ['@keepsake/adapters/password/verifier'],
      [`${cli}/commands/init.ts`]: ['@keepsake/adapters/cipher/generate-keys', phoneNumbers],
      [`${cli}/demo/write-config.ts`]: ['@keepsake/adapters/cipher/generate-keys'],
    },
    breach: [`${cli}/commands/clock.ts`, "import { nodeSystem } from '@keepsake/adapters/system/node'"],
  },
  {
    says: 'the composition does not know the commands',
    files: [`${cli}/composition`],
    never: ['commander', ...['commands', 'program', 'serving'].map((room) => `${cli}/${room}`)],
    breach: [`${cli}/composition/run.ts`, "import { serve } from '../commands/serve.ts'"],
  },
  {
    says: 'no decorator metadata is reflected',
    files: [domain, app, adapters, conformance, http, cli],
    never: ['reflect-metadata'],
    breach: [`${cli}/composition/reflect.ts`, "import 'reflect-metadata'"],
  },
  {
    says: 'every import names its target, but for the verifiers and mappers of an operator',
    files: [domain, app, adapters, conformance, http, cli],
    never: [computed],
    except: {
      [`${cli}/composition/load-verifiers.ts`]: [computed],
      [`${cli}/composition/load-mapper.ts`]: [computed],
    },
    breach: [`${adapters}/storage/any.ts`, 'const driver = await import(name)'],
  },
]
