import { nextTick } from 'vue'
import { createRouter, createWebHistory } from 'vue-router'
import { i18n } from './i18n'

declare module 'vue-router' {
  interface RouteMeta {
    title: string
    /** Whether the page takes all the width there is. */
    wide?: boolean
  }
}

export const router = createRouter({
  history: createWebHistory(),
  routes: [
    { path: '/', name: 'issues', component: () => import('./pages/IssuesPage.vue'), meta: { title: 'issues.title' } },
    { path: '/raise', name: 'raise', component: () => import('./pages/RaisePage.vue'), meta: { title: 'raise.title' } },
    {
      path: '/issues/:id',
      name: 'issue',
      component: () => import('./pages/IssuePage.vue'),
      props: true,
      meta: { title: 'issues.title' },
    },
    {
      path: '/issues/:id/replay',
      name: 'replay',
      component: () => import('./pages/ReplayPage.vue'),
      props: true,
      meta: { title: 'replay.title' },
    },
    {
      path: '/polls/:id',
      name: 'poll',
      component: () => import('./pages/PollPage.vue'),
      props: true,
      meta: { title: 'poll.title' },
    },
    {
      path: '/meetings/:id',
      name: 'meeting',
      component: () => import('./pages/MeetingPage.vue'),
      props: true,
      meta: { title: 'meeting.title' },
    },
    {
      path: '/meetings/:id/replay',
      name: 'meetingReplay',
      component: () => import('./pages/ReplayPage.vue'),
      props: true,
      meta: { title: 'replay.title' },
    },
    {
      path: '/meetings/:id/lead',
      name: 'leadMeeting',
      component: () => import('./pages/LeadMeetingPage.vue'),
      props: true,
      meta: { title: 'leading.title' },
    },
    { path: '/sign-in', name: 'signIn', component: () => import('./pages/SignInPage.vue'), meta: { title: 'signIn.title' } },
    { path: '/me', name: 'me', component: () => import('./pages/MePage.vue'), meta: { title: 'mine.title' } },
    { path: '/me/home', name: 'myHome', component: () => import('./pages/MyHomePage.vue'), meta: { title: 'confirm.title' } },
    { path: '/confirm', name: 'confirming', component: () => import('./pages/ConfirmingPage.vue'), meta: { title: 'confirming.title' } },
    { path: '/report', name: 'reporting', component: () => import('./pages/ReportingPage.vue'), meta: { title: 'reporting.title' } },
    {
      path: '/reports/:id',
      name: 'report',
      component: () => import('./pages/ReportPage.vue'),
      props: true,
      meta: { title: 'report.title' },
    },
    {
      path: '/me/reports',
      name: 'myReports',
      component: () => import('./pages/MyReportsPage.vue'),
      meta: { title: 'myReports.title' },
    },
    { path: '/work', name: 'work', component: () => import('./pages/WorkPage.vue'), meta: { title: 'work.title', wide: true } },
    { path: '/me/notices', name: 'notices', component: () => import('./pages/NoticesPage.vue'), meta: { title: 'told.title' } },
    { path: '/nearby', name: 'nearby', component: () => import('./pages/NearbyPage.vue'), meta: { title: 'nearby.title' } },
    {
      path: '/resolutions',
      name: 'outcomes',
      component: () => import('./pages/OutcomesPage.vue'),
      meta: { title: 'outcomes.title' },
    },
    {
      path: '/resolutions/thanks',
      name: 'credits',
      component: () => import('./pages/CreditsPage.vue'),
      meta: { title: 'credits.title' },
    },
    { path: '/whistles', name: 'whistles', component: () => import('./pages/WhistlesPage.vue'), meta: { title: 'whistles.title' } },
    { path: '/whistles/new', name: 'blowWhistle', component: () => import('./pages/BlowWhistlePage.vue'), meta: { title: 'blow.title' } },
    {
      path: '/whistles/figures',
      name: 'departmentFigures',
      component: () => import('./pages/DepartmentFiguresPage.vue'),
      meta: { title: 'rates.title' },
    },
    {
      path: '/whistles/:id',
      name: 'whistle',
      component: () => import('./pages/WhistlePage.vue'),
      props: true,
      meta: { title: 'whistle.title' },
    },
    { path: '/points', name: 'points', component: () => import('./pages/PointsPage.vue'), meta: { title: 'points.title' } },
    { path: '/points/schedule', name: 'pointsSchedule', component: () => import('./pages/PointsSchedulePage.vue'), meta: { title: 'schedule.title' } },
    { path: '/points/held', name: 'heldPoints', component: () => import('./pages/HeldPointsPage.vue'), meta: { title: 'held.title' } },
    { path: '/leaderboard', name: 'leaderboard', component: () => import('./pages/LeaderboardPage.vue'), meta: { title: 'leaderboard.title' } },
    { path: '/badges', name: 'badges', component: () => import('./pages/BadgesPage.vue'), meta: { title: 'badges.title' } },
    { path: '/badges/manage', name: 'manageBadges', component: () => import('./pages/ManageBadgesPage.vue'), meta: { title: 'badgeBook.title' } },
    { path: '/honours', name: 'honours', component: () => import('./pages/HonoursPage.vue'), meta: { title: 'honours.title' } },
    { path: '/honours/manage', name: 'manageHonours', component: () => import('./pages/ManageHonoursPage.vue'), meta: { title: 'honourVotes.title' } },
    { path: '/rewards', name: 'rewards', component: () => import('./pages/RewardsPage.vue'), meta: { title: 'rewards.title' } },
    { path: '/rewards/manage', name: 'manageRewards', component: () => import('./pages/ManageRewardsPage.vue'), meta: { title: 'catalogue.title' } },
    { path: '/vouchers', name: 'vouchers', component: () => import('./pages/VouchersPage.vue'), meta: { title: 'vouchers.title' } },
    { path: '/hand-out', name: 'handOut', component: () => import('./pages/HandOutPage.vue'), meta: { title: 'handOut.title' } },
    { path: '/activities', name: 'activities', component: () => import('./pages/ActivitiesPage.vue'), meta: { title: 'activities.title' } },
    { path: '/activities/new', name: 'planActivity', component: () => import('./pages/PlanActivityPage.vue'), meta: { title: 'plan.title' } },
    {
      path: '/activities/:id',
      name: 'activity',
      component: () => import('./pages/ActivityPage.vue'),
      props: true,
      meta: { title: 'activity.title' },
    },
    {
      path: '/activities/:id/run',
      name: 'runActivity',
      component: () => import('./pages/RunActivityPage.vue'),
      props: true,
      meta: { title: 'run.title' },
    },
    { path: '/hours', name: 'hours', component: () => import('./pages/HoursPage.vue'), meta: { title: 'hours.title' } },
    { path: '/hours/help', name: 'help', component: () => import('./pages/HelpPage.vue'), meta: { title: 'help.title' } },
    { path: '/contests', name: 'contests', component: () => import('./pages/ContestsPage.vue'), meta: { title: 'contests.title' } },
    { path: '/contests/new', name: 'planContest', component: () => import('./pages/PlanContestPage.vue'), meta: { title: 'planContest.title' } },
    {
      path: '/contests/:id',
      name: 'contest',
      component: () => import('./pages/ContestPage.vue'),
      props: true,
      meta: { title: 'contest.title' },
    },
    { path: '/teams', name: 'teams', component: () => import('./pages/TeamsPage.vue'), meta: { title: 'teams.title' } },
    { path: '/hours/manage', name: 'manageHours', component: () => import('./pages/ManageHoursPage.vue'), meta: { title: 'manage.title' } },
    { path: '/figures', name: 'figures', component: () => import('./pages/FiguresPage.vue'), meta: { title: 'figures.title' } },
    { path: '/grids', name: 'grids', component: () => import('./pages/GridsPage.vue'), meta: { title: 'grids.title' } },
    { path: '/verify', name: 'verify', component: () => import('./pages/VerifyPage.vue'), meta: { title: 'verify.title' } },
    { path: '/:all(.*)*', component: () => import('./pages/MissingPage.vue'), meta: { title: 'missing.title' } },
  ],
  scrollBehavior: (to, from, saved) => saved ?? (to.path === from.path ? undefined : { top: 0 }),
})

/** Names the page in the window's title. */
export function showTitle(title: string): void {
  document.title = `${title} · ${i18n.global.t('brand')}`
}

router.afterEach(async (to, from) => {
  showTitle(i18n.global.t(to.meta.title))
  if (from.matched.length === 0 || to.path === from.path) return
  await nextTick()
  document.querySelector<HTMLElement>('main')?.focus({ preventScroll: true })
})
