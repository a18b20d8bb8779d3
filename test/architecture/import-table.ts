import type { ImportRule } from './import-rules.ts'
import { readManifest, runtimeDependencies } from './manifests.ts'
import { computed } from './specifiers.ts'

const domain = 'packages/domain/src'
const adapters = 'packages/adapters/src'
const app = 'packages/app/src'

/** The rooms of `packages/app` that only a server or an operator needs. */
const outerRooms = ['http', 'cli', 'composition'].map((room) => `${app}/${room}`)

/** What reads a configuration asks of two adapters: who else may read a file, and whether a country code is one. */
const secretFiles = '@keepsake/adapters/files/secret-file'
const phoneNumbers = '@keepsake/adapters/phone/libphonenumber'

/** The architecture as imports. A row that should bend is a decision to write down, not an exception to slip in. */
export const importRules: readonly ImportRule[] = [
  {
    says: 'the domain imports neverthrow, zod and itself, and nothing else',
    files: [domain],
    only: ['neverthrow', 'zod', domain],
    breach: [`${domain}/user/now.ts`, "import { hrtime } from 'node:process'"],
  },
  {
    says: 'the domain’s kernel imports no feature',
    files: [`${domain}/kernel`],
    only: ['neverthrow', 'zod', `${domain}/kernel`, `${domain}/issue-codes.ts`],
    breach: [`${domain}/kernel/key.ts`, "import type { UserId } from '../user/user-id.ts'"],
  },
  {
    says: 'adapters import the domain, node, the dependencies they declare and themselves, and so never the app',
    files: [adapters],
    only: ['node:', adapters, ...runtimeDependencies(readManifest('adapters'))],
    breach: [`${adapters}/otp/facade.ts`, "export type { Identity } from '@keepsake/app'"],
  },
  {
    says: 'the app imports node, the dependencies it declares and itself',
    files: [app],
    // A target that is not written out is the last rule's business.
    only: ['node:', app, computed, ...runtimeDependencies(readManifest('app'))],
    breach: [`${app}/http/server.ts`, "import express from 'express'"],
  },
  {
    says: 'adapters are chosen in the composition of the app, which reads files of secrets and country codes; `keepsake init` may make keys',
    files: [app],
    never: ['@keepsake/adapters'],
    except: {
      [`${app}/composition/adapters-from-config.ts`]: ['@keepsake/adapters'],
      [`${app}/composition/password-adapters.ts`]: ['@keepsake/adapters'],
      [`${app}/composition/notice-adapters.ts`]: ['@keepsake/adapters/notify', secretFiles],
      [`${app}/composition/notice-config.ts`]: [secretFiles],
      [`${app}/composition/config.ts`]: [secretFiles, phoneNumbers],
      [`${app}/composition/config-values.ts`]: [secretFiles],
      [`${app}/composition/secret-adapters.ts`]: ['@keepsake/adapters/secrets'],
      [`${app}/composition/storage-adapters.ts`]: ['@keepsake/adapters/storage', secretFiles],
      [`${app}/composition/load-verifiers.ts`]: ['@keepsake/adapters/password/verifier'],
      [`${app}/cli/commands/init.ts`]: ['@keepsake/adapters/cipher/generate-keys', phoneNumbers],
    },
    breach: [
      `${app}/use-cases/clock.ts`,
      "import { systemSources } from '@keepsake/adapters/sources/system'",
    ],
  },
  {
    says: 'the facade, the use cases and the wire know of no server, command line or container',
    files: [
      ...['account', 'context', 'identity', 'index', 'ports', 'settings'].map((file) => `${app}/${file}.ts`),
      `${app}/use-cases`,
      `${app}/wire`,
    ],
    never: [...outerRooms, 'hono', '@hono', 'inversify', 'commander'],
    breach: [`${app}/wire/route.ts`, "import type { Context } from 'hono'"],
  },
  {
    says: 'the facade and the use cases do no I/O of their own',
    files: [`${app}/identity.ts`, `${app}/context.ts`, `${app}/ports.ts`, `${app}/use-cases`],
    never: ['node:'],
    breach: [`${app}/use-cases/file.ts`, "const fs = await import('node:fs')"],
  },
  {
    says: 'the facade and the use cases do not know the wire',
    files: [`${app}/identity.ts`, `${app}/context.ts`, `${app}/ports.ts`, `${app}/use-cases`],
    never: [`${app}/wire`],
    breach: [`${app}/use-cases/answer.ts`, "import type { Envelope } from '../wire/envelope.ts'"],
  },
  {
    says: 'the HTTP room knows neither the command line nor the container',
    files: [`${app}/http`],
    never: [`${app}/cli`, `${app}/composition`],
    breach: [`${app}/http/wired.ts`, "import { tokens } from '../composition/tokens.ts'"],
  },
  {
    says: 'the composition does not know the command line',
    files: [`${app}/composition`],
    never: [`${app}/cli`],
    breach: [`${app}/composition/run.ts`, "import { main } from '../cli/main.ts'"],
  },
  {
    says: 'inversify stays in the composition and the command line',
    files: [app],
    never: ['inversify'],
    except: { [`${app}/composition`]: ['inversify'], [`${app}/cli`]: ['inversify'] },
    breach: [`${app}/http/bound.ts`, "import { injectable } from 'inversify'"],
  },
  {
    says: 'hono stays in the HTTP room, the composition and the command line',
    files: [app],
    never: ['hono', '@hono'],
    except: {
      [`${app}/http`]: ['hono', '@hono'],
      [`${app}/composition`]: ['hono'],
      [`${app}/cli`]: ['hono', '@hono'],
    },
    breach: [`${app}/served.ts`, "import { serve } from '@hono/node-server'"],
  },
  {
    says: 'commander stays in the command line',
    files: [app],
    never: ['commander'],
    except: { [`${app}/cli`]: ['commander'] },
    breach: [`${app}/composition/options.ts`, "import { Command } from 'commander'"],
  },
  {
    says: 'no decorator metadata is reflected',
    files: [domain, adapters, app],
    never: ['reflect-metadata'],
    breach: [`${app}/composition/reflect.ts`, "import 'reflect-metadata'"],
  },
  {
    says: 'every import names its target, but for the verifiers of an operator',
    files: [domain, adapters, app],
    never: [computed],
    except: { [`${app}/composition/load-verifiers.ts`]: [computed] },
    breach: [`${adapters}/storage/any.ts`, 'const driver = await import(name)'],
  },
]
