/**
 * How well a hash guards a guessable password once it is stolen. `strong`: as OWASP's Password Storage Cheat Sheet
 * asks today. `fair`: made to be slow, but less so. `weak`: too fast to guard any password that a person thinks up.
 */
export type Strength = 'strong' | 'fair' | 'weak'
