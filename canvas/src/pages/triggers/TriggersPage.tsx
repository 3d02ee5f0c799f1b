import { Page, PageHeader } from '@/components/ui/PageHeader';
import { useTitle } from '@/hooks/useTitle';

export function TriggersPage() {
  useTitle('Triggers');
  return (
    <Page>
      <PageHeader title="Triggers" />
    </Page>
  );
}
