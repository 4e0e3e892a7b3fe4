// What the Node peers serve: issues and a poll in memory, the same for all of them.
import { randomBytes } from 'node:crypto'
import { readFileSync } from 'node:fs'

const read = (name) => readFileSync(new URL(name, import.meta.url), 'utf8')
export const typeDefs = read('schema.graphql')
const { issues } = JSON.parse(readFileSync(process.argv[3], 'utf8'))
const polls = new Map()

function pollOf(id) {
  if (!polls.has(id)) polls.set(id, { id, question: 'Shall the street have trees?', seq: 0, votes: { a: 0, b: 0 } })
  return polls.get(id)
}

function tally({ id, seq, votes }) {
  const total = votes.a + votes.b
  const choices = Object.entries(votes).map(([key, count]) => (
    { key, label: key.toUpperCase(), votes: count, share: total ? count / total : 0 }))
  return { pollId: id, seq, votes: total, electorate: 10_000, choices }
}

/** The resolvers; `publish` is told each new tally, `watch` gives the tallies of a poll as they come. */
export function resolversOf({ publish, watch }) {
  return {
    Query: { issues: () => issues, poll: (_, { id }) => pollOf(id) },
    Poll: { tally },
    Mutation: {
      castVote(_, { input: { pollId, choice } }, context) {
        const poll = pollOf(pollId)
        poll.votes[choice] += 1
        poll.seq += 1
        publish(pollId, tally(poll), context)
        return { pollId, seq: poll.seq, tracker: randomBytes(16).toString('hex'), castAt: new Date().toISOString() }
      },
    },
    Subscription: {
      pollTally: {
        subscribe: (_, { pollId }, context) => watch(pollId, tally(pollOf(pollId)), context),
        resolve: (source) => source.pollTally,
      },
    },
  }
}

export const port = Number(process.argv[2])
export const up = () => console.log('up')
