/**
 * One or two broken ciphertexts can happen. Three in one batch mean that the sender has another key. Some of what a
 * wrong RSA key gives looks like a short password, so the rows that seem valid cannot be trusted either.
 */
const tolerated = 2

/** Whether so many passwords of a batch cannot be decrypted that nothing of the batch may be written. */
export const suggestsWrongKey = (undecryptable: number): boolean => undecryptable > tolerated
