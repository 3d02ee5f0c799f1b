import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect, useState, useSyncExternalStore } from 'react';
import { fetchApi } from '@/api/client';
import { connection } from '@/api/connection';
import { Banner } from '@/components/ui/Banner';
import { Button } from '@/components/ui/Button';
import { useReachable } from '@/hooks/useSession';

const ASK_AGAIN = 3000;

/** Says when the network or the API is away, keeps asking, and renews what is shown when it is back. */
export function Banners() {
  const online = useOnline();
  const reachable = useReachable();
  const client = useQueryClient();
  const [lost, setLost] = useState(false);
  const away = !online || !reachable;

  const { refetch } = useQuery({
    queryKey: ['health'],
    queryFn: async () => {
      const response = await fetchApi('/health');
      connection.report(response.status !== 502 && response.status !== 504);
      return response.status;
    },
    enabled: away,
    refetchInterval: away ? ASK_AGAIN : false,
    retry: false,
    networkMode: 'always',
  });

  useEffect(() => {
    if (away) {
      setLost(true);
    } else if (lost) {
      setLost(false);
      void client.invalidateQueries();
    }
  }, [away, lost, client]);

  if (!away) {
    return null;
  }
  return (
    <Banner
      tone="warning"
      action={
        <Button size="sm" onClick={() => void refetch()}>
          Try now
        </Button>
      }
    >
      {online
        ? 'Orcheo cannot be reached. Trying again; what you do is kept here until it is back.'
        : 'You are offline. What you do is kept here until you are back.'}
    </Banner>
  );
}

function useOnline(): boolean {
  return useSyncExternalStore(
    (changed) => {
      window.addEventListener('online', changed);
      window.addEventListener('offline', changed);
      return () => {
        window.removeEventListener('online', changed);
        window.removeEventListener('offline', changed);
      };
    },
    () => navigator.onLine,
  );
}
