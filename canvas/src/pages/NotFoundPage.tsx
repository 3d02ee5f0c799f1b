import { Compass } from 'lucide-react';
import { Link } from 'react-router';
import { EmptyState } from '@/components/ui/EmptyState';
import { Page } from '@/components/ui/PageHeader';
import { useTitle } from '@/hooks/useTitle';

export function NotFoundPage() {
  useTitle('Not found');
  return (
    <Page>
      <EmptyState
        icon={<Compass />}
        title="There is no such page"
        action={
          <Link to="/workflows" className="font-medium text-accent hover:underline">
            Go to the workflows
          </Link>
        }
      >
        The address may be mistyped, or what it named was deleted.
      </EmptyState>
    </Page>
  );
}
