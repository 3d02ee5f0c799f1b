import { keepPreviousData, useInfiniteQuery, type QueryKey } from '@tanstack/react-query';
import type { PageOf } from '@/api/adminQueries';

interface PagesOptions<Item> {
  queryKey: QueryKey;
  queryFn(cursor: string | undefined): Promise<PageOf<Item>>;
  /** Milliseconds after which what is shown is read again, while it is shown. */
  refetchInterval?: number;
}

/** A list that is read a page at a time, as one list. While a filter changes, what was shown stays. */
export function usePages<Item>({ queryKey, queryFn, refetchInterval }: PagesOptions<Item>) {
  const query = useInfiniteQuery({
    queryKey,
    queryFn: ({ pageParam }) => queryFn(pageParam),
    initialPageParam: undefined as string | undefined,
    getNextPageParam: (last) => last.next_cursor ?? undefined,
    placeholderData: keepPreviousData,
    refetchInterval,
  });
  return {
    items: query.data?.pages.flatMap((page) => page.items),
    isPending: query.isPending,
    error: query.isError ? query.error : null,
    retry: () => void query.refetch(),
    more: query.hasNextPage ? () => void query.fetchNextPage() : undefined,
    isLoadingMore: query.isFetchingNextPage,
  };
}
