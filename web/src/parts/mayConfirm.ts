import { computed } from 'vue'
import { viewer } from '@/api/identity'
import type { Role } from '@/gql/graphql'

const CONFIRM: readonly Role[] = ['COMMUNITY_STAFF', 'ADMIN', 'GRID_WORKER', 'BUILDING_HEAD']

/** Whether the viewer's office lets them confirm who lives where they look after. */
export const mayConfirm = computed(() => viewer.value?.roles.some((role) => CONFIRM.includes(role)) ?? false)
