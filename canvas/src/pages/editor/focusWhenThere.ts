/**
 * Focuses an element once it is there: what it belongs to may have to load first. Gives up when the focus has gone elsewhere meanwhile,
 * or after `patience` milliseconds.
 */
export function focusWhenThere(find: () => HTMLElement | null | undefined, patience = 3000): void {
  const before = document.activeElement;
  const end = performance.now() + patience;
  const look = () => {
    const found = find();
    if (found !== null && found !== undefined) {
      found.focus();
    } else if (document.activeElement === before && performance.now() < end) {
      requestAnimationFrame(look);
    }
  };
  requestAnimationFrame(look);
}
