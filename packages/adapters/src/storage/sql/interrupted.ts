/**
 * Thrown if another transaction came between two statements and was undone again. Nothing is wrong: a second try will
 * see one state or the other. Every engine tries again after this error.
 */
export const interrupted: Error = new Error('another transaction came between')
