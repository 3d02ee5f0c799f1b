/** How well a text fits what was typed: 0 is best, undefined is not at all. Every word has to be somewhere. */
export function searchRank(typed: string, label: string, detail = ''): number | undefined {
  const words = typed.toLowerCase().split(/\s+/).filter(Boolean);
  const name = label.toLowerCase();
  const rest = detail.toLowerCase();
  if (!words.every((word) => name.includes(word) || rest.includes(word))) {
    return undefined;
  }
  const first = words[0] ?? '';
  return name.startsWith(first)
    ? 0
    : name.includes(` ${first}`)
      ? 1
      : words.every((word) => name.includes(word))
        ? 2
        : 3;
}

/** What fits, best first; what fits equally well keeps its order. */
export function searchBy<T>(
  items: readonly T[],
  typed: string,
  texts: (item: T) => [label: string, detail?: string],
): T[] {
  return items
    .map((item) => ({ item, rank: searchRank(typed, ...texts(item)) }))
    .filter((one): one is { item: T; rank: number } => one.rank !== undefined)
    .sort((a, b) => a.rank - b.rank)
    .map(({ item }) => item);
}
