import { GraphiQL } from 'graphiql'
import { createElement } from 'react'
import { createRoot } from 'react-dom/client'
import 'graphiql/style.css'
import { exampleTabs } from './examples'
import { fetcher } from './fetcher'
import './style.css'

const place = document.getElementById('graphiql')
if (!place) throw new Error('graphiql.html has no place for GraphiQL')

createRoot(place).render(
  createElement(GraphiQL, { fetcher, defaultTabs: exampleTabs, defaultEditorToolsVisibility: 'headers', shouldPersistHeaders: false }),
)
