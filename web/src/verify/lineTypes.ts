import type { Fields } from './canonical'

/** The lines of a file once their form has been checked (docs/record-format.md). */
export interface RecordLine {
  format: string
  issue?: string
  meeting?: string
  exportedAt: string
  streams: string[]
}

export interface KeyLine {
  keyId: string
  publicKey: string
  since: string
  previous: string | null
  signature: string
}

export interface EntryLine {
  stream: string
  seq: number
  kind: string
  at: string
  payload: Fields | null
  salt: string | null
  payloadDigest: string
  previous: string
  digest: string
}

export interface CheckpointLine {
  stream: string
  seq: number
  digest: string
  at: string
  keyId: string
  signature: string
}

export interface BallotLine {
  poll: string
  seq: number
  place: number
  tracker: string
  commitment: string
  opening: Fields | null
}

export interface EndLine {
  lines: number
  digest: string
  keyId: string
  signature: string
}

export interface Opening {
  choice: string
  heads: number
  replaces: string | null
  salt: string
}
