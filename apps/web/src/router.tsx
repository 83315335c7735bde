import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router'
import { parseCallsSearch } from './pages/calls/callsSearch.ts'
import { HomePage } from './pages/home/HomePage.tsx'
import { parseRecordsSearch } from './pages/records/recordsSearch.ts'
import { parseUsageSearch } from './pages/usage/usageSearch.ts'
import { Broken } from './parts/Broken.tsx'
import { NotFound } from './parts/NotFound.tsx'
import { Shell } from './parts/Shell.tsx'

const root = createRootRoute({ component: Shell, notFoundComponent: NotFound, errorComponent: Broken })
const getParentRoute = () => root

const routes = [
  createRoute({ getParentRoute, path: '/', component: HomePage }),
  createRoute({
    getParentRoute,
    path: '/datanets',
    component: lazyRouteComponent(() => import('./pages/datanets/DatanetsPage.tsx'), 'DatanetsPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/datanets/$datanetId',
    component: lazyRouteComponent(() => import('./pages/datanets/DatanetPage.tsx'), 'DatanetPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/models',
    component: lazyRouteComponent(() => import('./pages/models/ModelsPage.tsx'), 'ModelsPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/models/$name',
    component: lazyRouteComponent(() => import('./pages/models/ModelPage.tsx'), 'ModelPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/calls',
    validateSearch: parseCallsSearch,
    component: lazyRouteComponent(() => import('./pages/calls/CallsPage.tsx'), 'CallsPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/calls/$callId',
    component: lazyRouteComponent(() => import('./pages/calls/CallPage.tsx'), 'CallPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/epochs',
    component: lazyRouteComponent(() => import('./pages/epochs/EpochsPage.tsx'), 'EpochsPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/epochs/$number',
    component: lazyRouteComponent(() => import('./pages/epochs/EpochPage.tsx'), 'EpochPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/accounts',
    component: lazyRouteComponent(() => import('./pages/accounts/AccountsPage.tsx'), 'AccountsPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/accounts/$address',
    component: lazyRouteComponent(() => import('./pages/accounts/AccountPage.tsx'), 'AccountPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/sign-in',
    // Only pages of this app: an address of another site is not gone to.
    validateSearch: (search: Record<string, unknown>): { from?: string } =>
      typeof search['from'] === 'string' && /^\/(?!\/)[\w\-/.]*$/.test(search['from']) ? { from: search['from'] } : {},
    component: lazyRouteComponent(() => import('./pages/sign-in/SignInPage.tsx'), 'SignInPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/chat',
    validateSearch: (search: Record<string, unknown>): { model?: string } =>
      typeof search['model'] === 'string' ? { model: search['model'] } : {},
    component: lazyRouteComponent(() => import('./pages/chat/ChatPage.tsx'), 'ChatPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/my-datanets',
    component: lazyRouteComponent(() => import('./pages/my-datanets/MyDatanetsPage.tsx'), 'MyDatanetsPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/datanets/new',
    component: lazyRouteComponent(() => import('./pages/new-datanet/NewDatanetPage.tsx'), 'NewDatanetPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/datanets/$datanetId/owner',
    component: lazyRouteComponent(() => import('./pages/datanet-owner/OwnerPage.tsx'), 'OwnerPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/earnings',
    component: lazyRouteComponent(() => import('./pages/earnings/EarningsPage.tsx'), 'EarningsPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/settings',
    component: lazyRouteComponent(() => import('./pages/settings/SettingsPage.tsx'), 'SettingsPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/datanets/$datanetId/versions',
    component: lazyRouteComponent(() => import('./pages/versions/VersionsPage.tsx'), 'VersionsPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/datanets/$datanetId/records',
    validateSearch: parseRecordsSearch,
    component: lazyRouteComponent(() => import('./pages/records/RecordsPage.tsx'), 'RecordsPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/datanets/$datanetId/access',
    component: lazyRouteComponent(() => import('./pages/access/AccessPage.tsx'), 'AccessPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/records/$commitment',
    component: lazyRouteComponent(() => import('./pages/records/RecordPage.tsx'), 'RecordPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/review',
    component: lazyRouteComponent(() => import('./pages/reviews/ReviewsPage.tsx'), 'ReviewsPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/datanets/$datanetId/review',
    component: lazyRouteComponent(() => import('./pages/reviews/ReviewPage.tsx'), 'ReviewPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/datanets/$datanetId/review/desk',
    component: lazyRouteComponent(() => import('./pages/reviews/DeskPage.tsx'), 'DeskPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/datanets/$datanetId/review/manage',
    component: lazyRouteComponent(() => import('./pages/reviews/ManagePage.tsx'), 'ManagePage'),
  }),
  createRoute({
    getParentRoute,
    path: '/datanets/$datanetId/contribute',
    component: lazyRouteComponent(() => import('./pages/contribute/ContributePage.tsx'), 'ContributePage'),
  }),
  createRoute({
    getParentRoute,
    path: '/factory',
    component: lazyRouteComponent(() => import('./pages/factory/FactoryPage.tsx'), 'FactoryPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/factory/new',
    // An own training, whose choices one begins with.
    validateSearch: (search: Record<string, unknown>): { copy?: string } =>
      typeof search['copy'] === 'string' && /^[0-9a-f-]{36}$/.test(search['copy']) ? { copy: search['copy'] } : {},
    component: lazyRouteComponent(() => import('./pages/factory/new/NewTrainingPage.tsx'), 'NewTrainingPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/factory/$jobId',
    component: lazyRouteComponent(() => import('./pages/factory/run/RunPage.tsx'), 'RunPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/factory/$jobId/evaluation',
    validateSearch: (search: Record<string, unknown>): { shown?: string } =>
      typeof search['shown'] === 'string' ? { shown: search['shown'] } : {},
    component: lazyRouteComponent(() => import('./pages/evaluation/EvaluationPage.tsx'), 'EvaluationPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/factory/$jobId/publish',
    component: lazyRouteComponent(() => import('./pages/publish/PublishPage.tsx'), 'PublishPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/usage',
    validateSearch: parseUsageSearch,
    component: lazyRouteComponent(() => import('./pages/usage/UsagePage.tsx'), 'UsagePage'),
  }),
  createRoute({
    getParentRoute,
    path: '/operator',
    component: lazyRouteComponent(() => import('./pages/operator/OperatorPage.tsx'), 'OperatorPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/datanets/$datanetId/checks',
    component: lazyRouteComponent(() => import('./pages/checks/ChecksPage.tsx'), 'ChecksPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/contributions/$contributionId',
    component: lazyRouteComponent(() => import('./pages/checks/FindingsPage.tsx'), 'FindingsPage'),
  }),
  createRoute({
    getParentRoute,
    path: '/judging/$evaluationId',
    component: lazyRouteComponent(() => import('./pages/judging/JudgingPage.tsx'), 'JudgingPage'),
  }),
] as const

/** Every page by its address. Pages but the first come when they are asked for. */
export const router = createRouter({
  routeTree: root.addChildren(routes),
  defaultPreload: 'intent',
  scrollRestoration: true,
})

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router
  }
}
