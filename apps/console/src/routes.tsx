import { createBrowserRouter } from 'react-router';
import { ConsoleShell } from './layout/console-shell.js';
import { PageFault } from './layout/page-fault.js';
import { NotFoundPage } from './pages/not-found.page.js';

/** Every page is a bundle of its own, fetched when it is first opened. */
export const routes = createBrowserRouter([
  {
    path: '/sign-in',
    errorElement: <PageFault />,
    HydrateFallback: () => null,
    lazy: async () => ({ Component: (await import('./pages/sign-in/sign-in.page.js')).SignInPage }),
  },
  {
    path: '/settle',
    errorElement: <PageFault />,
    HydrateFallback: () => null,
    lazy: async () => ({ Component: (await import('./pages/account/settle.page.js')).SettlePage }),
  },
  {
    path: '/',
    element: <ConsoleShell />,
    errorElement: <PageFault />,
    HydrateFallback: () => null,
    children: [
      {
        errorElement: <PageFault />,
        children: [
          { index: true, lazy: async () => ({ Component: (await import('./pages/home/home.page.js')).HomePage }) },
          { path: 'leads', lazy: async () => ({ Component: (await import('./pages/leads/lead-list.page.js')).LeadListPage }) },
          { path: 'leads/new', lazy: async () => ({ Component: (await import('./pages/lead-form/new-lead.page.js')).NewLeadPage }) },
          { path: 'leads/:id', lazy: async () => ({ Component: (await import('./pages/leads/lead.page.js')).LeadPage }) },
          { path: 'leads/:id/revise', lazy: async () => ({ Component: (await import('./pages/lead-form/revise-lead.page.js')).ReviseLeadPage }) },
          { path: 'matching', lazy: async () => ({ Component: (await import('./pages/match/match.page.js')).MatchPage }) },
          { path: 'requests', lazy: async () => ({ Component: (await import('./pages/access-requests/access-requests.page.js')).AccessRequestsPage }) },
          { path: 'sharing/waiting', lazy: async () => ({ Component: (await import('./pages/sharing/shares-waiting.page.js')).SharesWaitingPage }) },
          { path: 'sharing/groups', lazy: async () => ({ Component: (await import('./pages/sharing/sharing-groups.page.js')).SharingGroupsPage }) },
          { path: 'complaints', lazy: async () => ({ Component: (await import('./pages/complaints/complaint-list.page.js')).ComplaintListPage }) },
          { path: 'complaints/:id', lazy: async () => ({ Component: (await import('./pages/complaints/complaint.page.js')).ComplaintPage }) },
          { path: 'complaints/:id/propose', lazy: async () => ({ Component: (await import('./pages/lead-form/propose-lead.page.js')).ProposeLeadPage }) },
          { path: 'imports', lazy: async () => ({ Component: (await import('./pages/imports/import-list.page.js')).ImportListPage }) },
          { path: 'imports/new', lazy: async () => ({ Component: (await import('./pages/imports/new-import.page.js')).NewImportPage }) },
          { path: 'imports/:id', lazy: async () => ({ Component: (await import('./pages/imports/import-run.page.js')).ImportRunPage }) },
          { path: 'audit/:scope', lazy: async () => ({ Component: (await import('./pages/ledger/ledger.page.js')).LedgerPage }) },
          { path: 'directory', lazy: async () => ({ Component: (await import('./pages/directory/directory.page.js')).DirectoryPage }) },
          { path: 'account', lazy: async () => ({ Component: (await import('./pages/account/account.page.js')).AccountPage }) },
          { path: '*', element: <NotFoundPage /> },
        ],
      },
    ],
  },
]);
