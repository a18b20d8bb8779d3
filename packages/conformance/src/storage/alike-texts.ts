/** Texts of which a store takes some for the same if it compares anything but bytes. */
export const alikeTexts: readonly string[] = [
  ...'key|Key|KEY|key | key|ｋey|key\u0000|key\u0000\u0000|'.split('|'),
  ...'\u00e9|e\u0301|e|ß|ss|ſ|s|I|ı|i|%|_|👩‍👩‍👧|👩👩👧'.split('|'),
  // The longest that a key may be, in bytes too: two keys that differ in their last character.
  `${'漢'.repeat(511)}1`,
  `${'漢'.repeat(511)}2`,
]
