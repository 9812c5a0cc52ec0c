import type { FailPolicy } from '../findings/fail-policy.js';
import type { TextOptions } from './text-report.js';

/** Options of all formats; each renderer uses those that apply to it. */
export interface RenderOptions extends TextOptions {
  /** Only the headline of each finding, in formats for people. */
  readonly quiet?: boolean;
  /** In formats for machines: the folder, absolute, that files are named relative to. */
  readonly root?: string;
  /** Which findings fail a run, for formats that tell failures from remarks; `leak` when left out. */
  readonly failOn?: FailPolicy;
}
