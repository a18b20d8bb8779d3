/** A service with users, sessions, a second factor and resets, on NestJS 11. */
import { Module, type INestApplication } from '@nestjs/common'
import { NestFactory } from '@nestjs/core'
import type { Routes } from '../accounts/accounts.ts'
import { accountRoutes, AccountsController } from './accounts-controller.ts'

@Module({})
export class AccountsModule {
  /** A module whose controller carries these routes. Import it into the module of the service. */
  static with(routes: Routes) {
    return {
      module: AccountsModule,
      controllers: [AccountsController],
      providers: [{ provide: accountRoutes, useValue: routes }],
    }
  }
}

/** Makes the service. */
export const createService = (routes: Routes): Promise<INestApplication> =>
  NestFactory.create(AccountsModule.with(routes), { logger: false })
