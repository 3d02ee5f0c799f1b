import { Page, PageHeader } from '@/components/ui/PageHeader';
import { useTitle } from '@/hooks/useTitle';

export function ExecutionPage() {
  useTitle('Execution');
  return (
    <Page>
      <PageHeader title="Execution" />
    </Page>
  );
}
