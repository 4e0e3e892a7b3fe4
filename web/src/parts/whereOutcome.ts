import type { RouteLocationRaw } from 'vue-router'

interface Named { readonly id: string }
interface About { readonly report: Named | null; readonly issue: Named | null; readonly poll: Named | null }

/** The page of what a resolution is about: its report, its issue or its poll; null where it has none. */
export function whereOutcome({ report, issue, poll }: About): RouteLocationRaw | null {
  if (report) return { name: 'report', params: { id: report.id } }
  if (issue) return { name: 'issue', params: { id: issue.id } }
  return poll && { name: 'poll', params: { id: poll.id } }
}
