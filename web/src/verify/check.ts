import { Checker } from './checker'
import type { Found } from './found'
import { eachLine } from './lines'
import { Wrong, type Facts, type Place, type Reason } from './wrong'

/** The first thing that is wrong, and where. */
export interface Refused {
  sound: false
  reason: Reason
  facts: Facts
  place: Place
}

export type Verdict = Found | Refused

/** Checks a record, and says what was checked or what is wrong. It fails only where the file cannot be read. */
export async function check(file: Blob, progress: (share: number) => void): Promise<[Verdict, Checker]> {
  const checker = new Checker()
  let read = 0
  try {
    await eachLine(file, (bytes, line) => checker.take(bytes, (read = line)), progress)
    return [checker.found(read), checker]
  } catch (problem) {
    if (!(problem instanceof Wrong)) throw problem
    const place = problem.place ?? { line: read, ...checker.about }
    return [{ sound: false, reason: problem.reason, facts: problem.facts, place: checker.asked(place) }, checker]
  }
}
