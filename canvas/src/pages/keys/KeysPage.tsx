import { Page, PageHeader } from '@/components/ui/PageHeader';
import { useTitle } from '@/hooks/useTitle';

export function KeysPage() {
  useTitle('API keys');
  return (
    <Page>
      <PageHeader title="API keys" />
    </Page>
  );
}
