import { parseMysqlUrl } from '@keepsake/adapters/storage/mysql'
import { describe, expect, test } from 'vitest'

const here = { address: { host: 'localhost', port: 3306 }, database: 'db' }
const there = { address: { host: 'db.example.com', port: 3306 }, database: 'db' }
const socket = { address: { socket: '/run/mysqld/mysqld.sock', port: 3306 }, database: 'db' }
const clear = { tls: { mode: 'disable' } }

describe('the URL of a database of MySQL or MariaDB', () => {
  test.each<readonly [string, object]>([
    ['mysql://localhost/db', { ...here, ...clear }],
    [
      'mariadb://me:p%40ss@db.example.com/db',
      { ...there, user: 'me', password: 'p@ss', tls: { mode: 'verify-full' } },
    ],
    ['mysql://127.0.0.1:3307/db', { ...here, ...clear, address: { host: '127.0.0.1', port: 3307 } }],
    ['mysql:///db?socket=/run/mysqld/mysqld.sock', { ...socket, ...clear }],
    ['mysql:///db?socketPath=%2Frun%2Fmysqld%2Fmysqld.sock', { ...socket, ...clear }],
    ['mysql://me@localhost/db?socket=/run/mysqld/mysqld.sock', { ...socket, ...clear, user: 'me' }],
    [
      'mysql://me:pass@%2Frun%2Fmysqld%2Fmysqld.sock/db',
      { ...socket, ...clear, user: 'me', password: 'pass' },
    ],
    ['mysql://db.example.com/db?ssl-mode=DISABLED', { ...there, ...clear }],
    ['mysql://db.example.com/db?ssl-mode=REQUIRED', { ...there, tls: { mode: 'require' } }],
    ['mysql://db.example.com/db?sslMode=trust', { ...there, tls: { mode: 'require' } }],
    ['mysql://db.example.com/db?sslMode=VERIFY_IDENTITY', { ...there, tls: { mode: 'verify-full' } }],
    [
      'mysql://db.example.com/db?ssl-mode=VERIFY_CA&ssl-ca=/etc/ca.pem',
      { ...there, tls: { mode: 'verify-ca', rootCert: '/etc/ca.pem' } },
    ],
    [
      'mysql://localhost/db?sslrootcert=/etc/ca.pem&ssl-cert=/etc/me.pem&ssl-key=/etc/me.key',
      {
        ...here,
        tls: {
          mode: 'verify-full',
          rootCert: '/etc/ca.pem',
          client: { cert: '/etc/me.pem', key: '/etc/me.key' },
        },
      },
    ],
    [
      'mysql://192.0.2.1/db?sslmode=require',
      { ...there, address: { host: '192.0.2.1', port: 3306 }, tls: { mode: 'require' } },
    ],
  ])('%s', (url, expected) => {
    expect(parseMysqlUrl(url)._unsafeUnwrap()).toEqual(expected)
  })

  test.each<readonly [string, RegExp]>([
    ['mysql://me:canary?1@host/db', /^the URL cannot be read/u],
    ['mysql://host', /names no database/u],
    ['mysql:///db', /names no host; \?socket=\/run\/mysqld\/mysqld.sock would name a unix socket/u],
    ['mysql:///db?socket=mysqld.sock', /absolute path/u],
    ['mysql://host/db?ssl=canary', /a parameter ssl; there are socket/u],
    ['mysql://host/db?sslmode=require&ssl-mode=DISABLED', /says twice what ssl-mode says/u],
    ['mysql://host/db?ssl-mode=PREFERRED', /must not leave it to the server/u],
    ['mysql://host/db?ssl-mode=canary', /sslmode must be/u],
    ['mysql://192.0.2.1/db', /needs the name of the server and not its address/u],
    ['mysql://[fd00::2]/db?sslmode=verify-full', /needs the name of the server and not its address/u],
  ])('%s is refused', (url, reason) => {
    const refused = parseMysqlUrl(url)._unsafeUnwrapErr()
    expect(refused).toMatch(reason)
    expect(refused).not.toContain('canary')
  })
})
