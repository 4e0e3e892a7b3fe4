// graphql-ws on ws, as its documentation starts a server; votes come over HTTP.
import { createServer } from 'node:http'
import { graphql } from 'graphql'
import { useServer } from 'graphql-ws/use/ws'
import { createSchema } from 'graphql-yoga'
import { WebSocketServer } from 'ws'
import { port, resolversOf, typeDefs, up } from './data.mjs'
import { publish, watch } from './watched.mjs'

const schema = createSchema({ typeDefs, resolvers: resolversOf({ publish, watch }) })

const http = createServer(async (request, response) => {
  let body = ''
  for await (const part of request) body += part
  const { query, variables } = JSON.parse(body)
  const answer = JSON.stringify(await graphql({ schema, source: query, variableValues: variables }))
  response.writeHead(200, { 'content-type': 'application/json', 'content-length': Buffer.byteLength(answer) })
  response.end(answer)
})
useServer({ schema }, new WebSocketServer({ server: http, path: '/graphql' }))
http.listen(port, '127.0.0.1', up)
