// GraphQL Yoga, as its documentation starts a server.
import { createServer } from 'node:http'
import { createSchema, createYoga } from 'graphql-yoga'
import { port, resolversOf, typeDefs, up } from './data.mjs'
import { publish, watch } from './watched.mjs'

const schema = createSchema({ typeDefs, resolvers: resolversOf({ publish, watch }) })
createServer(createYoga({ schema, logging: false })).listen(port, '127.0.0.1', up)
