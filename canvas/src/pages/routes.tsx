import { Navigate, type RouteObject } from 'react-router';
import { AppShell } from '@/components/shell/AppShell';
import { RouteError } from '@/components/shell/RouteError';

/** Each page is a chunk of its own: `lazy` loads it when it is gone to. */
export const routes: RouteObject[] = [
  {
    element: <AppShell />,
    errorElement: <RouteError />,
    HydrateFallback: () => null,
    children: [
      { index: true, element: <Navigate to="/workflows" replace /> },
      {
        path: 'workflows',
        lazy: async () => ({ Component: (await import('./workflows/WorkflowsPage')).WorkflowsPage }),
      },
      { path: 'workflows/:id', lazy: async () => ({ Component: (await import('./editor/EditorPage')).EditorPage }) },
      {
        path: 'executions',
        lazy: async () => ({ Component: (await import('./executions/ExecutionsPage')).ExecutionsPage }),
      },
      {
        path: 'executions/:id',
        lazy: async () => ({ Component: (await import('./executions/ExecutionPage')).ExecutionPage }),
      },
      {
        path: 'executions/:id/compare/:other',
        lazy: async () => ({ Component: (await import('./executions/ComparePage')).ComparePage }),
      },
      { path: 'triggers', lazy: async () => ({ Component: (await import('./triggers/TriggersPage')).TriggersPage }) },
      {
        path: 'credentials',
        lazy: async () => ({ Component: (await import('./credentials/CredentialsPage')).CredentialsPage }),
      },
      { path: 'keys', lazy: async () => ({ Component: (await import('./keys/KeysPage')).KeysPage }) },
      { path: 'audit', lazy: async () => ({ Component: (await import('./audit/AuditPage')).AuditPage }) },
      { path: 'settings', lazy: async () => ({ Component: (await import('./settings/SettingsPage')).SettingsPage }) },
      { path: '*', lazy: async () => ({ Component: (await import('./NotFoundPage')).NotFoundPage }) },
    ],
  },
];
