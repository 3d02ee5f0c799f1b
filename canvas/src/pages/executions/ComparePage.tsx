import { Page, PageHeader } from '@/components/ui/PageHeader';
import { useTitle } from '@/hooks/useTitle';

export function ComparePage() {
  useTitle('Compare');
  return (
    <Page>
      <PageHeader title="Compare" />
    </Page>
  );
}
