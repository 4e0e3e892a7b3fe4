import type { Fields, Json } from './canonical'
import { Wrong } from './wrong'

type Form = (value: Json) => boolean
export type Forms = Record<string, Form>

const text: Form = (value) => typeof value === 'string'
const number: Form = (value) => typeof value === 'number'
const fromOne: Form = (value) => typeof value === 'number' && value > 0
const truth: Form = (value) => typeof value === 'boolean'
const object: Form = (value) => typeof value === 'object' && value !== null && !Array.isArray(value)
const like = (pattern: RegExp): Form => (value) => typeof value === 'string' && pattern.test(value)
const orNull = (form: Form): Form => (value) => value === null || form(value)
const listOf = (form: Form): Form => (value) => Array.isArray(value) && value.every(form)
const heads: Form = (value) => object(value) && Object.values(value as Fields).every(number)

const digest = like(/^[0-9a-f]{64}$/)
const signature = like(/^[0-9a-f]{128}$/)
const keyId = like(/^[0-9a-f]{16}$/)
const salt = like(/^[0-9a-f]{32}$/)
const pollId = like(/^poll_[0-9a-f]{32}$/)
const stream = like(/^(issue|record|poll):[0-9a-f]{32}$/)
const MOMENT = /^(\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d)\.\d{6}Z$/

/** There is a 2026-02-30 for Date, but it does not come back as it went in. */
function moment(value: Json): boolean {
  const second = typeof value === 'string' && MOMENT.exec(value)?.[1]
  if (!second) return false
  const date = new Date(`${second}Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(second)
}

export const LINES = {
  record: { format: text, issue: like(/^issue_[0-9a-f]{32}$/), exportedAt: moment, streams: listOf(stream) },
  key: { keyId, publicKey: digest, since: moment, previous: orNull(keyId), signature },
  entry: {
    stream, seq: fromOne, kind: text, at: moment, payload: orNull(object), salt: orNull(salt),
    payloadDigest: digest, previous: digest, digest,
  },
  checkpoint: { stream, seq: fromOne, digest, at: moment, keyId, signature },
  ballot: { poll: pollId, seq: fromOne, place: number, tracker: text, commitment: digest, opening: orNull(object) },
  end: { lines: number, digest, keyId, signature },
} satisfies Record<string, Forms>

export const ABOUT_POLL: Forms = { pollId }
export const TERMS = {
  question: text, choices: listOf(object), opensAt: moment, closesAt: moment, revisable: truth, secret: truth,
  tallyVisibility: text, electorate: number,
} satisfies Forms
export const CHOICE: Forms = { key: text, label: text }
export const COUNT: Forms = { votes: number, size: fromOne, root: digest }
export const CHOICES: Forms = { choices: heads }
export const TALLY: Forms = { seq: fromOne }
export const CAST: Forms = { trackers: listOf(text) }
export const RESULT: Forms = { votes: number, choices: heads, decided: truth, winner: orNull(text), ground: text }
export const OPENING: Forms = { choice: text, heads: fromOne, replaces: orNull(text), salt }
export const REDACTION: Forms = { entry: fromOne, reason: text }

/** The first line of the record of a meeting without an issue. */
export const OF_MEETING: Forms = {
  format: text, meeting: like(/^meeting_[0-9a-f]{32}$/), exportedAt: moment, streams: listOf(stream),
}

/** Wrong unless the object has these fields, each in its form. */
export function has(fields: Fields, forms: Forms): void {
  for (const [field, form] of Object.entries(forms)) {
    const value = Object.hasOwn(fields, field) ? fields[field] : undefined
    if (value === undefined) throw new Wrong('missing', { field })
    if (!form(value)) throw new Wrong('badField', { field })
  }
}

/** Wrong unless it has these and no others. */
export function hasExactly(fields: Fields, forms: Forms): void {
  has(fields, forms)
  const field = Object.keys(fields).find((name) => !Object.hasOwn(forms, name))
  if (field !== undefined) throw new Wrong('extra', { field })
}
