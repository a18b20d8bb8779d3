import type { Known, Sample } from '../moved-in.ts'
import { vectorOf } from '../vectors.ts'

const scrypt = vectorOf('better-auth-scrypt')

/** Rows of the tables `user`, `account` and `twoFactor`. */
export const betterAuthSample: Sample & { readonly known: readonly Known[] } = {
  source: 'better-auth',
  records: [
    {
      id: '15ngIjRjfjSVmjE5cAzFT1',
      name: 'Ada Berg',
      email: 'ada@example.com',
      emailVerified: true,
      image: null,
      createdAt: '2023-05-11T08:15:30.000Z',
      updatedAt: '2023-05-11T08:15:30.000Z',
      username: 'ada',
      displayUsername: 'Ada',
      phoneNumber: '+14155550123',
      phoneNumberVerified: true,
      twoFactorEnabled: true,
      role: 'user,editor',
      banned: false,
      banReason: null,
      banExpires: null,
      plan: 'pro',
    },
    {
      id: '15ngIjRjfjSVmjE5cAzFT2',
      name: 'Bo',
      email: 'bo@example.com',
      emailVerified: 0,
      createdAt: 1683792930000,
      updatedAt: 1683792930000,
      banned: 1,
      banReason: 'spam',
      banExpires: '2099-01-01T00:00:00.000Z',
    },
  ],
  files: {
    account: [
      {
        id: 'a1',
        accountId: '15ngIjRjfjSVmjE5cAzFT1',
        providerId: 'credential',
        userId: '15ngIjRjfjSVmjE5cAzFT1',
        password: scrypt.encoded,
        createdAt: '2023-05-11T08:15:30.000Z',
        updatedAt: '2023-05-12T08:15:30.000Z',
      },
      {
        id: 'a2',
        accountId: '1080001',
        providerId: 'google',
        userId: '15ngIjRjfjSVmjE5cAzFT1',
        accessToken: 'gone',
        scope: 'openid',
        createdAt: '2023-05-11T08:15:30.000Z',
        updatedAt: '2023-05-11T08:15:30.000Z',
      },
      {
        id: 'a3',
        accountId: '15ngIjRjfjSVmjE5cAzFT2',
        providerId: 'credential',
        userId: '15ngIjRjfjSVmjE5cAzFT2',
        password: scrypt.encoded,
      },
    ],
    twoFactor: [
      {
        id: 't1',
        userId: '15ngIjRjfjSVmjE5cAzFT1',
        secret: 'c0ffee0000000000000000000000000000000000000000000000000000000000',
        backupCodes: 'c0ffee',
      },
    ],
  },
  known: [
    { login: 'ada@example.com', password: scrypt.password },
    { login: 'Ada', password: scrypt.password },
    { login: 'bo@example.com', password: scrypt.password, blocked: true },
  ],
}
