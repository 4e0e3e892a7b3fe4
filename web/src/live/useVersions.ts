import { computed, shallowRef } from 'vue'
import { useComeback } from './useComeback'
import { useNow } from './useNow'

interface Version { readonly validFrom: string | null }

/** The version of something that is in force, and those to come, soonest first. */
export function useVersions<Kind extends Version>(ask: () => Promise<readonly Kind[] | undefined>) {
  const versions = shallowRef<readonly Kind[]>([])
  const now = useNow()
  const begun = ({ validFrom }: Kind) => validFrom === null || Date.parse(validFrom) <= now.value
  const valid = computed(() => versions.value.filter(begun).at(-1))
  const coming = computed(() => versions.value.filter((each) => !begun(each)))

  async function load(): Promise<void> {
    versions.value = (await ask()) ?? versions.value
  }

  useComeback(load)
  void load()
  return { versions, valid, coming, load }
}
