import { computed, shallowRef } from 'vue'
import { client } from '@/api/client'
import { PointsTariffsDocument, type TariffFullFragment } from '@/gql/graphql'
import { useComeback } from './useComeback'
import { useNow } from './useNow'

/** The version of the tariff that is in force, and those to come, soonest first. */
export function useTariffs() {
  const versions = shallowRef<readonly TariffFullFragment[]>([])
  const now = useNow()
  const begun = ({ validFrom }: TariffFullFragment) => validFrom === null || Date.parse(validFrom) <= now.value
  const valid = computed(() => versions.value.filter(begun).at(-1))
  const coming = computed(() => versions.value.filter((each) => !begun(each)))

  async function load(): Promise<void> {
    const { data } = await client.value.query(PointsTariffsDocument, {}).toPromise()
    if (data) versions.value = data.pointsTariffs
  }

  useComeback(load)
  void load()
  return { valid, coming, load }
}
