import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { Tooltip } from 'radix-ui';
import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { createBrowserRouter, RouterProvider } from 'react-router';
import { Toaster } from 'sonner';
import { ApiError } from '@/api/errors';
import { session, takeKeyFromFragment } from '@/api/session';
import { SignIn } from '@/components/shell/SignIn';
import { useSessionKey } from '@/hooks/useSession';
import { routes } from '@/pages/routes';
import { startTheme, useTheme } from '@/store/theme';
import './styles.css';

const RETRIES = 2;

takeKeyFromFragment();
startTheme();

const queries = new QueryClient({
  defaultOptions: {
    queries: {
      staleTime: 5000,
      // What the caller did wrong does not get better by asking again.
      retry: (failures, error) =>
        failures < RETRIES && !(error instanceof ApiError && error.status >= 400 && error.status < 500),
    },
  },
});
session.subscribe(() => queries.clear());
const router = createBrowserRouter(routes);

function App() {
  const signedIn = useSessionKey() !== null;
  const dark = useTheme((theme) => theme.dark);
  return (
    <QueryClientProvider client={queries}>
      <Tooltip.Provider delayDuration={350} skipDelayDuration={150}>
        {signedIn ? <RouterProvider router={router} /> : <SignIn />}
        <Toaster theme={dark ? 'dark' : 'light'} position="bottom-right" closeButton className="font-sans!" />
      </Tooltip.Provider>
    </QueryClientProvider>
  );
}

const root = document.getElementById('root');
if (root !== null) {
  createRoot(root).render(
    <StrictMode>
      <App />
    </StrictMode>,
  );
}
