import type { PoolConnection } from '../../samples/vttablet/pooled.js';
import type { Setting } from '../../samples/vttablet/setting.js';

/** A connection without a server behind it, for tests of the pool alone. */
export class FakeConnection implements PoolConnection {
  closed = false;
  setting: Setting | null = null;
  readonly id: number;
  /** What was asked of it, in order. */
  readonly log: string[] = [];
  /** Makes `applySetting` fail, as when the server has gone. */
  broken = false;

  constructor(id: number) {
    this.id = id;
  }

  applySetting(setting: Setting): Promise<void> {
    if (this.broken) return Promise.reject(new Error('the server has gone'));
    this.log.push(setting.query);
    this.setting = setting;
    return Promise.resolve();
  }

  resetSetting(): Promise<void> {
    this.log.push(this.setting?.resetQuery ?? 'nothing to reset');
    this.setting = null;
    return Promise.resolve();
  }

  close(): void {
    this.closed = true;
  }
}
