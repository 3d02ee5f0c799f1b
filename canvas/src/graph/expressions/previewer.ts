import type { Preview, Scope } from './evaluate';
import type { PreviewRequest } from './preview.worker';

const TIME_LIMIT = 800;

/**
 * Computes previews in a worker: it has neither the page nor the key, and one that does not come to an end, as some patterns do not, is
 * stopped without the page having waited.
 */
export class Previewer {
  private worker: Worker | undefined;
  private next = 0;
  private sent: Scope | undefined;
  private readonly waiting = new Map<
    number,
    { resolve(preview: Preview): void; timer: ReturnType<typeof setTimeout> }
  >();

  preview(text: string, mode: PreviewRequest['mode'], scope: Scope): Promise<Preview> {
    const worker = (this.worker ??= this.start());
    const id = (this.next += 1);
    const request: PreviewRequest = { id, text, mode, ...(scope !== this.sent && { scope }) };
    this.sent = scope;
    return new Promise((resolve) => {
      this.waiting.set(id, { resolve, timer: setTimeout(() => this.stop(), TIME_LIMIT) });
      worker.postMessage(request);
    });
  }

  private start(): Worker {
    const worker = new Worker(new URL('./preview.worker.ts', import.meta.url), { type: 'module' });
    worker.onmessage = ({ data }: MessageEvent<{ id: number; preview: Preview }>) => {
      const waiter = this.waiting.get(data.id);
      clearTimeout(waiter?.timer);
      this.waiting.delete(data.id);
      waiter?.resolve(data.preview);
    };
    return worker;
  }

  private stop(): void {
    this.worker?.terminate();
    this.worker = undefined;
    this.sent = undefined;
    for (const { resolve, timer } of this.waiting.values()) {
      clearTimeout(timer);
      resolve({ error: 'This takes too long for a preview.' });
    }
    this.waiting.clear();
  }
}

export const previewer = new Previewer();
