import type { FuzzTarget } from './target.js';
import { baseline } from './targets/baseline.js';
import { config } from './targets/config.js';
import { inspector } from './targets/inspector.js';
import { map } from './targets/map.js';
import { profile } from './targets/profile.js';
import { reader } from './targets/reader.js';
import { report } from './targets/report.js';
import { scrub } from './targets/scrub.js';
import { series } from './targets/series.js';
import { sidecar } from './targets/sidecar.js';
import { source } from './targets/source.js';

/** Everything that takes input from elsewhere. */
export const TARGETS: readonly FuzzTarget[] = [
  reader,
  series,
  scrub,
  report,
  baseline,
  profile,
  config,
  sidecar,
  source,
  map,
  inspector,
];
