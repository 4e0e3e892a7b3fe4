import { shallowReactive } from 'vue'
import { client } from '@/api/client'
import { CommentsDocument, MeetingPeopleDocument } from '@/gql/graphql'
import { text, type Scene } from './replay/story'

const APART_MS = 10_000
const AT_A_MEETING = /^(participant|floor|rules|house_rules)\./

/**
 * Names for the ids in a record, which has none, so that somebody can still be forgotten. They are asked for when the
 * story comes to them; `nameOf` is empty where nobody is known (yet).
 */
export function useNames(issueId: () => string) {
  const names = shallowReactive(new Map<string, string>())
  const asked = new Map<string, number>()
  const wanted = new Set<string>()
  let after: string | null = null
  let more = true
  let reading = false

  function know(id: string | null | undefined, name: string | undefined): void {
    if (!id || !name) return
    names.set(id, name)
    wanted.delete(id)
  }

  async function people(meetingId: string): Promise<void> {
    if (Date.now() - (asked.get(meetingId) ?? 0) < APART_MS) return
    asked.set(meetingId, Date.now())
    const { data } = await client.value.query(MeetingPeopleDocument, { id: meetingId }).toPromise()
    for (const { id, residentId, name } of data?.meeting?.participants ?? []) {
      know(id, name)
      know(residentId, name)
    }
  }

  /** Comments are read in the order in which the record has them. */
  async function authors(): Promise<void> {
    if (reading) return
    reading = true
    while (more && wanted.size) {
      const variables = { issueId: issueId(), order: 'OLDEST_FIRST' as const, after }
      const { data } = await client.value.query(CommentsDocument, variables).toPromise()
      const page = data?.issue?.comments
      if (!page) break
      for (const { node } of page.edges) {
        know(node.id, node.author?.displayName)
        know(node.author?.id, node.author?.displayName)
      }
      more = page.pageInfo.hasNextPage
      after = page.pageInfo.endCursor ?? null
    }
    reading = false
  }

  /** Asks for the names that these need. */
  function learn(scenes: readonly Scene[]): void {
    for (const { kind, facts } of scenes) {
      const meeting = text(facts, 'meetingId')
      const comment = text(facts, 'commentId')
      if (meeting && AT_A_MEETING.test(kind) && !names.has(text(facts, 'participantId'))) void people(meeting)
      if (comment && !names.has(comment)) wanted.add(comment)
    }
    if (wanted.size) void authors()
  }

  return { learn, know, nameOf: (id: string) => names.get(id) ?? '' }
}
