/**
 * Thrown where another transaction came between two statements and left again: nothing is wrong, and a second look will
 * see one state or the other. Every engine counts it among what it tries again.
 */
export const tryAgain: Error = new Error('another transaction came between')
