import type { Known, Sample } from '../moved-in.ts'

const core = 'urn:ietf:params:scim:schemas:core:2.0:User'
const enterprise = 'urn:ietf:params:scim:schemas:extension:enterprise:2.0:User'

/** The full user of RFC 7643, section 8.2, shortened; a user without an id; and operations of a bulk request. */
export const scimSample: Sample & { readonly known: readonly Known[] } = {
  source: 'scim',
  records: [
    {
      schemas: [core, enterprise],
      id: '2819c223-7f76-453a-919d-413861904601',
      externalId: 'ada-1',
      userName: 'ada@example.com',
      name: { formatted: 'Ms. Ada Berg', familyName: 'Berg', givenName: 'Ada', honorificPrefix: 'Ms.' },
      displayName: 'Ada',
      nickName: 'Ada',
      profileUrl: 'https://login.example.com/ada',
      emails: [
        { value: 'ada@private.example', type: 'home' },
        { value: 'Ada@example.com', type: 'work', primary: true },
      ],
      addresses: [
        {
          type: 'work',
          streetAddress: 'Storgatan 1',
          locality: 'Malmö',
          region: 'Skåne',
          postalCode: '21120',
          country: 'SE',
          formatted: 'Storgatan 1\nMalmö',
          primary: true,
        },
      ],
      phoneNumbers: [{ value: 'tel:+14155550123', type: 'work' }],
      ims: [{ value: 'ada', type: 'aim' }],
      photos: [{ value: 'https://photos.example.com/ada', type: 'photo' }],
      userType: 'Employee',
      title: 'Editor',
      preferredLanguage: 'sv',
      locale: 'sv-SE',
      timezone: 'Europe/Stockholm',
      active: true,
      groups: [{ value: 'e9e30dba', $ref: 'https://example.com/v2/Groups/e9e30dba', display: 'Editors' }],
      roles: [{ value: 'admin', primary: true }],
      entitlements: [{ value: 'print' }],
      x509Certificates: [{ value: 'MII' }],
      [enterprise]: {
        employeeNumber: '17',
        costCenter: '4130',
        organization: 'Example AB',
        manager: { value: '26118915', displayName: 'Bo' },
      },
      meta: {
        resourceType: 'User',
        created: '2023-05-11T08:15:30Z',
        lastModified: '2023-05-12T08:15:30Z',
        version: 'W/"a330bc54f0671c9"',
        location: 'https://example.com/v2/Users/2819c223',
      },
    },
    {
      method: 'POST',
      path: '/Users',
      bulkId: 'qwerty',
      data: { schemas: [core], userName: 'bo', password: 'nine geese on a raft', active: 'False' },
    },
    {
      method: 'POST',
      path: '/Users',
      bulkId: 'ytrewq',
      data: { schemas: [core], userName: 'cy', password: 'nine geese on a raft' },
    },
    {
      method: 'POST',
      path: '/Groups',
      bulkId: 'g1',
      data: { displayName: 'Editors', members: [{ value: 'bulkId:qwerty' }] },
    },
  ],
  known: [
    { login: 'bo', password: 'nine geese on a raft', blocked: true },
    { login: 'cy', password: 'nine geese on a raft' },
  ],
}
