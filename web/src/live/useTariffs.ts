import { client } from '@/api/client'
import { PointsTariffsDocument } from '@/gql/graphql'
import { useVersions } from './useVersions'

/** The version of the tariff that is in force, and those to come, soonest first. */
export const useTariffs = () =>
  useVersions(async () => (await client.value.query(PointsTariffsDocument, {}).toPromise()).data?.pointsTariffs)
