import type { Client } from '@urql/core'
import { shallowRef } from 'vue'
import { client } from '@/api/client'
import { BuildingsDocument, type BuildingsQuery } from '@/gql/graphql'

const AT_ONCE = 100
const MOST_PAGES = 20
const byName = new Intl.Collator('zh-CN', { numeric: true })
export type Building = BuildingsQuery['buildings'][number]
let asked: { readonly by: Client; readonly found: Promise<readonly Building[]> } | undefined

async function all(by: Client): Promise<readonly Building[]> {
  const found: Building[] = []
  for (let page = 0; page < MOST_PAGES; page += 1) {
    const after: string | null = found.at(-1)?.code ?? null
    const { data }: { data?: BuildingsQuery | undefined } = await by.query(BuildingsDocument, { after }).toPromise()
    if (!data) {
      asked = undefined
      return []
    }
    found.push(...data.buildings)
    if (data.buildings.length < AT_ONCE) break
  }
  return found.sort((one, other) => byName.compare(one.name, other.name))
}

/**
 * All buildings of the community, as people count them: 2 before 10; undefined until they are known, none where they
 * cannot be had. They are asked for once, however many fields offer them.
 */
export function useBuildings() {
  const buildings = shallowRef<readonly Building[]>()
  const by = client.value
  if (asked?.by !== by) asked = { by, found: all(by) }
  void asked.found.then((found) => (buildings.value = found))
  return { buildings }
}
