import { Page, PageHeader } from '@/components/ui/PageHeader';
import { useTitle } from '@/hooks/useTitle';

export function ExecutionsPage() {
  useTitle('Executions');
  return (
    <Page>
      <PageHeader title="Executions" />
    </Page>
  );
}
