import { Page, PageHeader } from '@/components/ui/PageHeader';
import { useTitle } from '@/hooks/useTitle';

export function AuditPage() {
  useTitle('Audit');
  return (
    <Page>
      <PageHeader title="Audit" />
    </Page>
  );
}
