/**
 * How well a hash protects a guessable password once the hash is stolen. `strong`: as OWASP's Password Storage Cheat
 * Sheet asks today. `fair`: made to be slow, but less so. `weak`: too fast to protect any password that a person thinks
 * up.
 */
export type Strength = 'strong' | 'fair' | 'weak'
