/**
 * A broken ciphertext or two happen. Three in one batch mean that the sender holds another key; and since some of what a
 * wrong RSA key yields looks like a short password, the rows that seem fine cannot be trusted either.
 */
const tolerated = 2

/** Whether so many passwords of a batch cannot be decrypted that none of it may be written. */
export const suggestsWrongKey = (undecryptable: number): boolean => undecryptable > tolerated
