import { describe, expect, test } from 'vitest'
import { smtpVerdict, type SmtpVerdict } from '../../../../packages/adapters/src/notify/smtp/smtp-verdict.ts'

type Row = readonly [reply: string, verdict: SmtpVerdict]

const testRows = (command: string, rows: readonly Row[]): void => {
  test.each(rows)(`%s to ${command} means: %s`, (reply, verdict) => {
    const [code = '', enhanced] = reply.split(' ')
    expect(smtpVerdict({ code: Number(code), enhanced, command })).toBe(verdict)
  })
}

describe('an answer to RCPT TO', () => {
  // The codes of RFC 3463 and of the registry of enhanced status codes (RFC 5248), as servers send them.
  testRows('RCPT TO', [
    ['550', 'recipient-refused'],
    ['551', 'recipient-refused'],
    ['553', 'recipient-refused'],
    ['501', 'recipient-refused'],
    ['556', 'recipient-refused'],
    ['550 5.0.0', 'recipient-refused'],
    ['550 5.1.0', 'recipient-refused'],
    ['550 5.1.1', 'recipient-refused'],
    ['550 5.1.2', 'recipient-refused'],
    ['501 5.1.3', 'recipient-refused'],
    ['550 5.1.4', 'recipient-refused'],
    ['551 5.1.6', 'recipient-refused'],
    ['556 5.1.10', 'recipient-refused'],
    ['550 5.2.0', 'recipient-refused'],
    ['550 5.2.1', 'recipient-refused'],
    ['550 5.7.17', 'recipient-refused'],
    ['550 5.7.18', 'recipient-refused'],
    ['552 5.2.3', 'message-refused'],
    ['552 5.3.4', 'message-refused'],
    ['550 5.6.7', 'message-refused'],
    // A mailbox that is full today.
    ['550 5.2.2', 'again'],
    ['552 5.2.2', 'again'],
    ['554 5.2.2', 'again'],
    ['552', 'again'],
    // Temporary, whichever of the two says so.
    ['450', 'again'],
    ['450 5.1.1', 'again'],
    ['550 4.2.1', 'again'],
    ['554 4.4.4', 'again'],
    // Ours to mend.
    ['530 5.7.0', 'again'],
    ['535', 'again'],
    ['550 5.1.7', 'again'],
    ['550 5.1.8', 'again'],
    ['550 5.7.1', 'again'],
    ['554 5.7.1', 'again'],
    ['550 5.7.26', 'again'],
    ['521', 'again'],
    ['554', 'again'],
    ['500', 'again'],
    ['503 5.5.1', 'again'],
    ['555 5.5.4', 'again'],
    // The system, or the way to it.
    ['550 5.3.0', 'again'],
    ['452 4.3.1', 'again'],
    ['554 5.3.2', 'again'],
    ['550 5.4.1', 'again'],
    ['554 5.4.6', 'again'],
    ['550 5.9.9', 'again'],
  ])
})

describe('an answer to the mail itself', () => {
  testRows('DATA', [
    ['554', 'message-refused'],
    ['550', 'message-refused'],
    ['554 5.6.0', 'message-refused'],
    ['554 5.6.3', 'message-refused'],
    ['552 5.3.4', 'message-refused'],
    ['552 5.2.3', 'message-refused'],
    ['550 5.1.1', 'recipient-refused'],
    ['552', 'again'],
    ['552 5.2.2', 'again'],
    ['451', 'again'],
    ['550 4.7.1', 'again'],
    ['550 5.7.1', 'again'],
    ['554 5.7.9', 'again'],
    ['503', 'again'],
  ])
})

describe('an answer to anything else', () => {
  for (const command of ['CONN', 'EHLO', 'STARTTLS', 'AUTH PLAIN'])
    testRows(command, [
      ['550 5.1.1', 'again'],
      ['554', 'again'],
      ['535 5.7.8', 'again'],
      ['421', 'again'],
    ])
  testRows('MAIL FROM', [
    ['550', 'again'],
    ['550 5.1.8', 'again'],
    ['530 5.7.0', 'again'],
    ['553 5.7.1', 'again'],
    ['552 5.3.4', 'message-refused'],
  ])
})
