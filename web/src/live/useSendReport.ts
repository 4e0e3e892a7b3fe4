import { useSend } from '@/api/send'
import { SubmitReportDocument } from '@/gql/graphql'
import type { ReportDraft } from './useReportDraft'

/** Sends a report. The same draft sent again, after an answer that was lost, is the same report. */
export function useSendReport() {
  const sender = useSend()

  /** The report's id, or null when it was refused or failed. */
  async function deliver({ said, photos, place, category, key }: ReportDraft): Promise<string | null> {
    const { latitude, longitude } = place ?? { latitude: null, longitude: null }
    const photoIds = photos.map(({ id }) => id)
    const input = { description: said.trim(), photoIds, latitude, longitude, category, idempotencyKey: key }
    const report = await sender.send(SubmitReportDocument, { input }, (data) => data.submitReport)
    return report?.id ?? null
  }

  return { ...sender, deliver }
}
