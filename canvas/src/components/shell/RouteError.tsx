import { useRouteError } from 'react-router';
import { ErrorState } from '@/components/ui/ErrorState';

/** Shown where a page broke, or its chunk could not be loaded. */
export function RouteError() {
  return <ErrorState error={useRouteError()} onRetry={() => location.reload()} />;
}
