import { useQuery } from '@tanstack/react-query';
import { useParams } from 'react-router';
import { workflowQuery } from '@/api/queries';
import { ErrorState } from '@/components/ui/ErrorState';
import { Loading } from '@/components/ui/Spinner';
import { useTitle } from '@/hooks/useTitle';

export function EditorPage() {
  const { id = '' } = useParams();
  const workflow = useQuery(workflowQuery(id));
  useTitle(workflow.data?.value.name ?? 'Workflow');
  if (workflow.isError) {
    return <ErrorState error={workflow.error} onRetry={() => void workflow.refetch()} />;
  }
  return workflow.isPending ? <Loading /> : <h1 className="p-6 text-xl font-semibold">{workflow.data.value.name}</h1>;
}
