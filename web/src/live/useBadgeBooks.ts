import { shallowRef } from 'vue'
import { client } from '@/api/client'
import { BadgeBooksDocument, ReportCategoriesDocument } from '@/gql/graphql'
import { locale } from '@/i18n'
import { useVersions } from './useVersions'

/** What the community gives badges for, now and later. */
export const useBadgeBooks = () =>
  useVersions(async () => (await client.value.query(BadgeBooksDocument, {}).toPromise()).data?.badgeBooks)

/** What kinds of reports are called, for badges that count one kind. */
export function useCategories() {
  const categories = shallowRef<readonly { code: string; name: string; english: string }[]>([])

  async function load(): Promise<void> {
    const { data } = await client.value.query(ReportCategoriesDocument, {}).toPromise()
    categories.value = data?.reportProcedures[0]?.categories ?? categories.value
  }

  function nameOf(code: string): string {
    const found = categories.value.find((each) => each.code === code)
    return (locale.value === 'en' ? found?.english : found?.name) ?? code
  }

  void load()
  return { categories, nameOf }
}
