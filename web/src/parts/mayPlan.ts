import { computed } from 'vue'
import { viewer } from '@/api/identity'
import type { Role } from '@/gql/graphql'

const PLANNERS: readonly Role[] = ['COMMUNITY_STAFF', 'ADMIN', 'MODERATOR', 'GRID_WORKER']

/** Whether the viewer's office lets them put activities on. */
export const mayPlan = computed(() => viewer.value?.roles.some((role) => PLANNERS.includes(role)) ?? false)
