import { useParams } from 'react-router';
import { ErrorState } from '@/components/ui/ErrorState';
import { Loading } from '@/components/ui/Spinner';
import { useTitle } from '@/hooks/useTitle';
import { CompareView } from './compare/CompareView';
import { useRun } from './viewer/useRun';

/** Two executions side by side. */
export function ComparePage() {
  const { id = '', other = '' } = useParams();
  const a = useRun(id);
  const b = useRun(other);
  useTitle('Compare');
  if (a.run !== undefined && b.run !== undefined) {
    return <CompareView key={`${id} ${other}`} a={a.run} b={b.run} />;
  }
  const error = a.error ?? b.error;
  return error === undefined ? (
    <Loading />
  ) : (
    <ErrorState
      error={error}
      onRetry={() => {
        a.retry();
        b.retry();
      }}
    />
  );
}
