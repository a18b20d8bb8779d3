import { ContainerModule } from 'inversify'
import { createHttpApp, type HttpSettings } from '@keepsake/http'
import { createKeepsake, type KeepsakeListeners, type KeepsakePorts } from '@keepsake/app'
import { readClientAddress } from './client-address.ts'
import type { Config } from './config.ts'
import { toHttpSettings } from './http-config.ts'
import { present } from './present.ts'
import { portNames, tokens } from './tokens.ts'

/** The listeners of the API and of the HTTP app. */
export type Listeners = KeepsakeListeners & Pick<HttpSettings, 'onRequest'>

/** The listeners, and what draws the QR codes of HTTP answers. Without it, a client draws them. */
export type ModuleOptions = Listeners & Pick<HttpSettings, 'qrCode'>

/**
 * Binds every port to its adapter, and the API and the HTTP app to what is made of the ports. To use an adapter of your own,
 * rebind the port's token before anything is requested from the container.
 */
export const keepsakeModule = (
  ports: KeepsakePorts,
  config: Config,
  { onRequest, onDamaged, qrCode }: ModuleOptions = {},
): ContainerModule =>
  new ContainerModule(({ bind }) => {
    for (const name of portNames) bind<unknown>(tokens[name]).toConstantValue(ports[name])
    bind(tokens.keepsake)
      .toResolvedValue(
        (...bound: unknown[]) => createKeepsake(toPorts(bound), config.pool, present({ onDamaged })),
        portNames.map((name) => tokens[name]),
      )
      .inSingletonScope()
    bind(tokens.httpApp)
      .toResolvedValue(
        (keepsake, storage, system, transportCiphers, passwordHasher) =>
          createHttpApp(
            keepsake,
            { storage, system, transportCiphers, passwordHasher },
            {
              pool: config.pool.pool,
              accessKeyId: config.accessKeyId,
              accessKeySecret: config.accessKeySecret,
              accessKeys: config.accessKeys,
              ...toHttpSettings(config.http),
              ...present({
                onRequest,
                qrCode,
                clientAddress: readClientAddress(config.clientAddress, config.trustedProxies),
              }),
            },
          ),
        [tokens.keepsake, tokens.storage, tokens.system, tokens.transportCiphers, tokens.passwordHasher],
      )
      .inSingletonScope()
  })

/** The bound adapters under the names of their ports. */
const toPorts = (bound: readonly unknown[]): KeepsakePorts =>
  present(Object.fromEntries(portNames.map((name, index) => [name, bound[index]]))) as KeepsakePorts
