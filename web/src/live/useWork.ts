import { onScopeDispose, shallowRef } from 'vue'
import { client } from '@/api/client'
import { loadViewer } from '@/api/identity'
import { sentence } from '@/api/problem'
import {
  EndedWorkDocument,
  OpenWorkDocument,
  WorkHeadDocument,
  WorkMovedDocument,
  WorkReportDocument,
  type OpenWorkQuery,
  type WorkCardFragment,
  type WorkMovedSubscription,
} from '@/gql/graphql'
import { listen } from './listen'

const AGAIN_MS = 3_000
/** More than this has changed while the line was down: the whole board is read anew. */
const MOST_ONE_BY_ONE = 40
type Cards = Map<string, WorkCardFragment>
interface Answer<Data> { data?: Data; error?: Parameters<typeof sentence>[0] }

class Failed extends Error {}

function given<Data>({ data, error }: Answer<Data>): Data {
  if (!data) throw new Failed(sentence(error))
  return data
}

async function everything(shown: (cards: Cards) => void): Promise<Cards> {
  const cards: Cards = new Map()
  const put = (edges: readonly { node: WorkCardFragment }[]) => edges.forEach(({ node }) => cards.set(node.id, node))
  let after: string | null = null
  do {
    const answer: Answer<OpenWorkQuery> = await client.value.query(OpenWorkDocument, { after }).toPromise()
    const { edges, pageInfo } = given(answer).reports
    put(edges)
    shown(new Map(cards))
    after = pageInfo.hasNextPage ? pageInfo.endCursor : null
  } while (after)
  put(given(await client.value.query(EndedWorkDocument, {}).toPromise()).reports.edges)
  return cards
}

/** A report and what has happened to it, in the order of the record. */
export interface News {
  readonly card: WorkCardFragment
  readonly kinds: readonly string[]
}

/**
 * The open reports of the community and the newest that have ended, kept up with as the board says what has moved.
 * The board's number is read before the reports are, so nothing falls between; each report that moves is read anew.
 */
export function useWork(told: (news: readonly News[]) => void) {
  const cards = shallowRef<ReadonlyMap<string, WorkCardFragment>>(new Map())
  const loading = shallowRef(true)
  const trouble = shallowRef('')
  const moved = new Map<string, string[]>()
  let seen = 0
  let busy = false
  let left = false
  let stop: (() => void) | undefined
  let timer: ReturnType<typeof setTimeout> | undefined

  async function readAll(): Promise<void> {
    const first = !stop
    cards.value = await everything((some) => first && (cards.value = some))
  }

  async function readEach(ids: readonly string[]): Promise<WorkCardFragment[]> {
    const found = await Promise.all(ids.map((id) => client.value.query(WorkReportDocument, { id }).toPromise()))
    const rows = found.flatMap((answer) => given(answer).report ?? [])
    const next = new Map(cards.value)
    for (const row of rows) next.set(row.id, row)
    cards.value = next
    return rows
  }

  async function readMoved(): Promise<void> {
    const now = new Map(moved)
    if (now.size > MOST_ONE_BY_ONE) await readAll()
    else told((await readEach([...now.keys()])).map((card) => ({ card, kinds: now.get(card.id) ?? [] })))
    for (const [id, kinds] of now) if (moved.get(id) === kinds) moved.delete(id)
  }

  /** Reads what has moved, as often as there is something; what failed is tried again. */
  async function catchUp(): Promise<void> {
    if (busy) return
    busy = true
    clearTimeout(timer)
    try {
      while (moved.size && !left) await readMoved()
    } catch (problem) {
      if (!(problem instanceof Failed)) throw problem
      timer = setTimeout(() => void catchUp(), AGAIN_MS)
    } finally {
      busy = false
    }
  }

  function hear({ reportBoard: { seq, kind, payload } }: WorkMovedSubscription): void {
    if (seq <= seen) return
    seen = seq
    const id = String(payload.reportId)
    moved.set(id, [...(moved.get(id) ?? []), kind])
    void catchUp()
  }

  function follow(): void {
    const variables = {
      get after() {
        return seen
      },
    }
    // It ends for whoever has lost their office.
    stop = listen(WorkMovedDocument, variables, hear, () => void loadViewer())
  }

  async function start(): Promise<void> {
    loading.value = true
    trouble.value = ''
    try {
      seen = given(await client.value.query(WorkHeadDocument, {}).toPromise()).reportBoardHead
      await readAll()
      if (!left) follow()
    } catch (problem) {
      if (!(problem instanceof Failed)) throw problem
      trouble.value = problem.message
    }
    loading.value = false
  }

  onScopeDispose(() => {
    left = true
    stop?.()
    clearTimeout(timer)
  })
  void start()
  return { cards, loading, trouble, start }
}
