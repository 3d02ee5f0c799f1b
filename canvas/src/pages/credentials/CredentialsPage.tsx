import { Page, PageHeader } from '@/components/ui/PageHeader';
import { useTitle } from '@/hooks/useTitle';

export function CredentialsPage() {
  useTitle('Credentials');
  return (
    <Page>
      <PageHeader title="Credentials" />
    </Page>
  );
}
