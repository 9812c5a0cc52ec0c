import { describe, expect, test } from 'vitest';
import type { CodeView } from '../../../src/analyzers/cases/context.js';
import { SeriesAnalysis } from '../../../src/analyzers/search/series-analysis.js';
