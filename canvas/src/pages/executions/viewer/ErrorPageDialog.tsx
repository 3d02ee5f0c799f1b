import { useQuery } from '@tanstack/react-query';
import { Dialog } from '@/components/ui/Dialog';
import { Prose } from '@/components/ui/Prose';
import { Loading } from '@/components/ui/Spinner';

/** What an error code means, when it happens, and what to do. */
export function ErrorPageDialog({ code, onClose }: { code: string; onClose(): void }) {
  const page = useQuery({
    queryKey: ['error-page', code],
    queryFn: async () => (await import('./errorPages')).errorPage(code),
    staleTime: Infinity,
  });
  const [title = code, ...rest] = (page.data ?? '').split('\n');
  return (
    <Dialog open onOpenChange={(open) => !open && onClose()} title={title.replace(/^# /, '') || code} size="lg">
      {page.isPending ? (
        <Loading />
      ) : page.data === null ? (
        <p className="text-muted">There is no page about {code} in this version of the canvas.</p>
      ) : (
        <Prose text={rest.join('\n')} />
      )}
    </Dialog>
  );
}
