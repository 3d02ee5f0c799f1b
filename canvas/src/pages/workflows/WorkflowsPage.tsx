import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { Plus, Workflow as WorkflowIcon } from 'lucide-react';
import { Link, useNavigate } from 'react-router';
import { api, unwrap } from '@/api/client';
import { workflowsQuery } from '@/api/queries';
import { Button } from '@/components/ui/Button';
import { EmptyState } from '@/components/ui/EmptyState';
import { ErrorState } from '@/components/ui/ErrorState';
import { Page, PageHeader } from '@/components/ui/PageHeader';
import { Loading } from '@/components/ui/Spinner';
import { ROW_LINK, Table } from '@/components/ui/Table';
import { Time } from '@/components/ui/Time';
import { notifyError } from '@/components/ui/toast';
import { useTitle } from '@/hooks/useTitle';

export function WorkflowsPage() {
  useTitle('Workflows');
  const navigate = useNavigate();
  const client = useQueryClient();
  const workflows = useQuery(workflowsQuery());
  const create = useMutation({
    mutationFn: async () =>
      unwrap(
        await api.POST('/workflows', {
          params: { header: { Prefer: 'handling=lenient' } },
          body: { name: 'Untitled workflow', nodes: [], edges: [] },
        }),
      ),
    onSuccess: (workflow) => {
      void client.invalidateQueries({ queryKey: ['workflows'] });
      void navigate(`/workflows/${workflow.id}`);
    },
    onError: (error) => notifyError('The workflow could not be made', error),
  });
  const button = (
    <Button
      variant="primary"
      icon={<Plus className="size-4" />}
      busy={create.isPending}
      onClick={() => create.mutate()}
    >
      New workflow
    </Button>
  );
  return (
    <Page>
      <PageHeader title="Workflows" actions={button} />
      {workflows.isPending && <Loading />}
      {workflows.isError && <ErrorState error={workflows.error} onRetry={() => void workflows.refetch()} />}
      {workflows.data?.items.length === 0 && (
        <EmptyState icon={<WorkflowIcon />} title="No workflow yet" action={button}>
          A workflow is a graph of nodes. Each does one thing, and hands its output to the next.
        </EmptyState>
      )}
      {workflows.data !== undefined && workflows.data.items.length > 0 && (
        <Table
          label="Workflows"
          rows={workflows.data.items}
          rowKey={(workflow) => workflow.id}
          columns={[
            {
              id: 'name',
              header: 'Name',
              cell: (workflow) => (
                <Link to={`/workflows/${workflow.id}`} className={ROW_LINK}>
                  {workflow.name}
                </Link>
              ),
            },
            { id: 'changed', header: 'Changed', cell: (workflow) => <Time value={workflow.updated_at} /> },
          ]}
        />
      )}
    </Page>
  );
}
