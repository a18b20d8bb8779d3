import type { Known, Sample } from '../moved-in.ts'

/** The shapes of ListUsers and AdminGetUser, and a row of the CSV file that an import to Cognito takes. */
export const cognitoSample: Sample & { readonly known: readonly Known[] } = {
  source: 'cognito',
  records: [
    {
      Username: 'a7e6065d-97ed-48f2-acd5-fced32f33d01',
      Attributes: [
        { Name: 'sub', Value: 'a7e6065d-97ed-48f2-acd5-fced32f33d01' },
        { Name: 'email_verified', Value: 'true' },
        { Name: 'email', Value: 'Ada@Example.com' },
        { Name: 'phone_number', Value: '+14155550123' },
        { Name: 'phone_number_verified', Value: 'true' },
        { Name: 'given_name', Value: 'Ada' },
        { Name: 'address', Value: '{"locality":"Malmö"}' },
        { Name: 'custom:tier', Value: 'gold' },
      ],
      UserCreateDate: '2023-05-11T10:15:30.123000+02:00',
      UserLastModifiedDate: '2023-05-11T10:15:30.123000+02:00',
      Enabled: true,
      UserStatus: 'CONFIRMED',
      UserMFASettingList: ['SOFTWARE_TOKEN_MFA', 'SMS_MFA'],
      PreferredMfaSetting: 'SOFTWARE_TOKEN_MFA',
      Groups: [{ GroupName: 'editors', UserPoolId: 'eu_1', RoleArn: 'arn:aws:iam::1:role/e' }],
    },
    {
      Username: 'Google_1080001',
      UserAttributes: [
        { Name: 'sub', Value: '57f51d13-5406-4c70-b74d-7a04bfa29c02' },
        { Name: 'email', Value: 'bo@example.com' },
        {
          Name: 'identities',
          Value:
            '[{"userId":"1080001","providerName":"Google","providerType":"Google","issuer":null,"primary":"true","dateCreated":"1683792930000"}]',
        },
      ],
      UserCreateDate: 1683792930.123,
      Enabled: false,
      UserStatus: 'EXTERNAL_PROVIDER',
    },
    {
      name: '',
      given_name: 'Cy',
      email: 'cy@example.com',
      email_verified: 'TRUE',
      phone_number: '',
      address: 'Storgatan 1',
      birthdate: '1990-05-13',
      'cognito:mfa_enabled': 'FALSE',
      'cognito:username': 'cy',
    },
  ],
  known: [],
}
