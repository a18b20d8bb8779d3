/** The part of sm-crypto that is used here; the package ships no types. */
declare module 'sm-crypto' {
  export const sm2: {
    /** Answers hex without the leading `04`. `cipherMode` 1, the default, is C1C3C2; 0 is C1C2C3. */
    readonly doEncrypt: (
      text: string,
      publicKey: string,
      cipherMode?: 0 | 1,
      options?: { readonly asn1?: boolean },
    ) => string
  }
  /** Answers hex. The key is hex. */
  export const sm3: (
    bytes: readonly number[],
    options: { readonly mode: 'hmac'; readonly key: string },
  ) => string
  export const sm4: {
    /** Block by block (ECB); answers hex. The key is hex. */
    readonly encrypt: (bytes: readonly number[], key: string, options: { readonly padding: 'none' }) => string
  }
}
