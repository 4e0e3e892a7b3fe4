// Publishing within one process: each watcher has a queue of its own.
import { EventEmitter, on } from 'node:events'

const changes = new EventEmitter()
changes.setMaxListeners(0)

export const publish = (pollId, tally) => changes.emit(pollId, tally)

export async function* watch(pollId, first) {
  const events = on(changes, pollId)
  yield { pollTally: first }
  for await (const [tally] of events) yield { pollTally: tally }
}
