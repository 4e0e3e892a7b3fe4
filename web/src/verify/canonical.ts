import { Wrong } from './wrong'

export type Json = null | boolean | number | string | Json[] | Fields
export interface Fields {
  [name: string]: Json
}

const DEEPEST = 200
const HALF = /\p{Surrogate}/u // a whole pair is one character to a pattern with `u`
const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })

/** The canonical form (RFC 8785) of what a record may say. */
export function canonical(value: Json, depth = 0): string {
  if (depth > DEEPEST) throw new Wrong('tooDeep')
  if (typeof value === 'string') return quoted(value)
  if (typeof value === 'number') return whole(value)
  if (value === null || typeof value === 'boolean') return String(value)
  if (Array.isArray(value)) return `[${value.map((each) => canonical(each, depth + 1)).join()}]`
  const fields = Object.entries(value).sort(([one], [other]) => (one < other ? -1 : 1)) // by UTF-16 code units
  return `{${fields.map(([name, each]) => `${quoted(name)}:${canonical(each, depth + 1)}`).join()}}`
}

/** What a line says, without its line feed. Wrong unless it is the canonical form of that, byte for byte. */
export function read(line: Uint8Array): Json {
  const text = decoded(line)
  const value = parsed(text)
  if (canonical(value) !== text) throw new Wrong('notCanonical')
  return value
}

function quoted(text: string): string {
  if (HALF.test(text)) throw new Wrong('notText')
  return JSON.stringify(text)
}

function whole(number: number): string {
  if (!Number.isSafeInteger(number) || number < 0) throw new Wrong('badNumber')
  return String(number)
}

function decoded(line: Uint8Array): string {
  try {
    return decoder.decode(line)
  } catch {
    throw new Wrong('notText')
  }
}

function parsed(text: string): Json {
  try {
    return JSON.parse(text) as Json
  } catch (problem) {
    throw new Wrong(problem instanceof RangeError ? 'tooDeep' : 'notJson')
  }
}
