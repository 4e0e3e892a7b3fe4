import { shallowRef } from 'vue'
import { client } from '@/api/client'
import { BuildingsDocument, type BuildingsQuery } from '@/gql/graphql'

const MOST_PAGES = 20
const byName = new Intl.Collator('zh-CN', { numeric: true })
export type Building = BuildingsQuery['buildings'][number]

/** All buildings of the community, as people count them: 2 before 10; undefined until they are known. */
export function useBuildings() {
  const buildings = shallowRef<readonly Building[]>()

  async function load(): Promise<void> {
    const found: Building[] = []
    for (let page = 0; page < MOST_PAGES; page += 1) {
      const after: string | null = found.at(-1)?.code ?? null
      const { data }: { data?: BuildingsQuery | undefined } = await client.value.query(BuildingsDocument, { after }).toPromise()
      if (!data) return
      found.push(...data.buildings)
      if (data.buildings.length < 100) break
    }
    buildings.value = found.sort((one, other) => byName.compare(one.name, other.name))
  }

  void load()
  return { buildings, load }
}
