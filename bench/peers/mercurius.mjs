// Mercurius with JIT and its own publishing, as its documentation starts a server.
import Fastify from 'fastify'
import mercurius from 'mercurius'
import { port, resolversOf, typeDefs, up } from './data.mjs'

const publish = (pollId, tally, { pubsub }) => pubsub.publish({ topic: pollId, payload: { pollTally: tally } })

async function* watch(pollId, first, { pubsub }) {
  const events = await pubsub.subscribe(pollId)
  yield { pollTally: first }
  yield* events
}

const app = Fastify()
app.register(mercurius, { schema: typeDefs, resolvers: resolversOf({ publish, watch }), jit: 1, subscription: true })
await app.listen({ port, host: '127.0.0.1' })
up()
