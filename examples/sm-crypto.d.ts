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
}
