import { parsePostgresUrl } from '@keepsake/adapters/storage/postgres'
import { describe, expect, test } from 'vitest'

const usual = {
  database: 'db',
  isTlsDirect: false,
  isChannelBound: false,
  applicationName: 'keepsake',
}

describe('the URL of a PostgreSQL database', () => {
  test.each<readonly [string, object]>([
    [
      'postgres://me:pass@db.example.com/db',
      {
        address: { host: 'db.example.com', port: 5432 },
        user: 'me',
        password: 'pass',
        tls: { mode: 'verify-full' },
      },
    ],
    [
      'postgresql://localhost:5433/db',
      { address: { host: 'localhost', port: 5433 }, tls: { mode: 'disable' } },
    ],
    ['postgres://[::1]:5433/db', { address: { host: '::1', port: 5433 }, tls: { mode: 'disable' } }],
    ['postgres://[fd00::2]/db', { address: { host: 'fd00::2', port: 5432 }, tls: { mode: 'verify-full' } }],
    // What was not encoded as it should be, and can be told all the same.
    [
      'postgres://me:p@ss:w%2Frd@127.0.0.1/db',
      {
        address: { host: '127.0.0.1', port: 5432 },
        user: 'me',
        password: 'p@ss:w/rd',
        tls: { mode: 'disable' },
      },
    ],
    [
      'postgres://127.0.0.1/my%20db',
      { address: { host: '127.0.0.1', port: 5432 }, database: 'my db', tls: { mode: 'disable' } },
    ],
    ...[
      'postgres:///db?host=/run/postgresql',
      'postgres:///db?host=%2Frun%2Fpostgresql',
      'postgresql:///?host=/run/postgresql&dbname=db',
      'postgres://%2Frun%2Fpostgresql/db',
      'postgres://ignored.example.com/db?host=/run/postgresql',
      'postgres://%2Frun%2Fpostgresql/db?sslmode=verify-full',
    ].map((url): [string, object] => [
      url,
      { address: { socket: '/run/postgresql', port: 5432 }, tls: { mode: 'disable' } },
    ]),
    [
      'postgres://me:pass@%2Frun%2Fpostgresql:5433/db',
      {
        address: { socket: '/run/postgresql', port: 5433 },
        user: 'me',
        password: 'pass',
        tls: { mode: 'disable' },
      },
    ],
    [
      'postgres:///db?host=/run/postgresql&port=5433&user=me&password=p%26ss',
      {
        address: { socket: '/run/postgresql', port: 5433 },
        user: 'me',
        password: 'p&ss',
        tls: { mode: 'disable' },
      },
    ],
    [
      'postgres://me@/db?host=/run/postgresql',
      { address: { socket: '/run/postgresql', port: 5432 }, user: 'me', tls: { mode: 'disable' } },
    ],
    [
      'postgres://db.example.com/db?sslrootcert=/etc/ca.pem&sslcert=/etc/me.pem&sslkey=/etc/me.key',
      {
        address: { host: 'db.example.com', port: 5432 },
        tls: {
          mode: 'verify-full',
          rootCert: '/etc/ca.pem',
          client: { cert: '/etc/me.pem', key: '/etc/me.key' },
        },
      },
    ],
    [
      'postgres://db.example.com/db?sslmode=require&sslrootcert=/etc/ca.pem',
      {
        address: { host: 'db.example.com', port: 5432 },
        tls: { mode: 'verify-ca', rootCert: '/etc/ca.pem' },
      },
    ],
    [
      'postgres://db.example.com/db?sslmode=require&sslrootcert=system',
      { address: { host: 'db.example.com', port: 5432 }, tls: { mode: 'verify-full' } },
    ],
    [
      'postgres://db.example.com/db?sslmode=disable',
      { address: { host: 'db.example.com', port: 5432 }, tls: { mode: 'disable' } },
    ],
    [
      'postgres://localhost/db?sslmode=require&sslnegotiation=direct&channel_binding=prefer',
      {
        address: { host: 'localhost', port: 5432 },
        tls: { mode: 'require' },
        isTlsDirect: true,
        isChannelBound: true,
      },
    ],
    [
      'postgres://localhost/db?application_name=users&options=-c%20search_path%3Dusers',
      {
        address: { host: 'localhost', port: 5432 },
        tls: { mode: 'disable' },
        applicationName: 'users',
        options: '-c search_path=users',
      },
    ],
  ])('%s', (url, expected) => {
    expect(parsePostgresUrl(url)._unsafeUnwrap()).toEqual({ ...usual, ...expected })
  })

  const unreadable = /^the URL cannot be read/u
  test.each<readonly [string, RegExp]>([
    ['postgres:db', unreadable],
    ['postgres://me:canary#1@host/db', unreadable],
    ['postgres://me:canary?1@host/db', unreadable],
    ['postgres://me:canary/1@host/db', /port must be a number|names no|cannot be read/u],
    ['postgres://me:canary%@host/db', unreadable],
    ['postgres://me:canary%00@host/db', unreadable],
    ['postgres://host:canary/db', /the port must be a number/u],
    ['postgres://host:70000/db', /the port must be a number/u],
    ['postgres://host:0/db', /the port must be a number/u],
    ['postgres://host', /names no database/u],
    ['postgres://host/', /names no database/u],
    ['postgres:///db', /names no host; \?host=\/run\/postgresql would name a unix socket/u],
    ['postgres://me:canary@/db', /names no host/u],
    ['postgres://one,other/db', /several hosts/u],
    ['postgres://one:5432,other:5432/db', /several hosts/u],
    ['postgres://host/db?sslmode', unreadable],
    ['postgres://host/db?sslmode=require&sslmode=disable', /the parameter sslmode twice/u],
    [
      'postgres://host/db?target_session_attrs=canary',
      /a parameter target_session_attrs; there are host, port/u,
    ],
    ['postgres://host/db?__proto__=canary', /a parameter __proto__/u],
    ...['allow', 'prefer'].map((mode): [string, RegExp] => [
      `postgres://host/db?sslmode=${mode}`,
      /sslmode must not leave it to the server/u,
    ]),
    ['postgres://host/db?sslmode=canary', /sslmode must be disable, require, verify-ca or verify-full/u],
    ['postgres://host/db?sslmode=', /sslmode must be/u],
    ['postgres://host/db?sslmode=verify-ca', /verify-ca needs sslrootcert/u],
    ['postgres://host/db?sslmode=verify-ca&sslrootcert=system', /verify-ca needs sslrootcert/u],
    ['postgres://host/db?sslrootcert=ca.pem', /absolute paths/u],
    ['postgres://host/db?sslcert=/etc/me.pem', /sslcert and sslkey come together/u],
    ['postgres://host/db?sslmode=disable&sslrootcert=/etc/ca.pem', /has no use for certificates/u],
    ['postgres://host/db?channel_binding=require', /channel_binding must be disable or prefer/u],
    ['postgres://host/db?sslnegotiation=canary', /sslnegotiation must be/u],
  ])('%s is refused', (url, reason) => {
    const refused = parsePostgresUrl(url)._unsafeUnwrapErr()
    expect(refused).toMatch(reason)
    expect(refused).not.toContain('canary')
  })
})
