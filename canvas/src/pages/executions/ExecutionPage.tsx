import { useParams } from 'react-router';
import { ErrorState } from '@/components/ui/ErrorState';
import { Loading } from '@/components/ui/Spinner';
import { useTitle } from '@/hooks/useTitle';
import { RunViewer } from './viewer/RunViewer';
import { useRun } from './viewer/useRun';

/** One execution, live while it runs and step by step afterwards. */
export function ExecutionPage() {
  const { id = '' } = useParams();
  const { run, pending, error, retry } = useRun(id);
  useTitle(run === undefined ? 'Execution' : `${run.workflowName} · ${run.status}`);
  if (run !== undefined) {
    return <RunViewer key={id} run={run} />;
  }
  return pending ? <Loading /> : <ErrorState error={error} onRetry={retry} />;
}
