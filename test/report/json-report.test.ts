import { describe, expect, it } from 'vitest';
import { FINDING_KINDS, reportSchema, SCHEMA_VERSION } from '../../src/findings/report-schema.js';
import { reportJsonSchema } from '../../src/published-schemas.js';
import { REPORT_FORMATS, renderReport } from '../../src/report/formats.js';
import { renderJson } from '../../src/report/json-report.js';
import { findingFixture, reportFixture } from '../support/report-fixtures.js';

describe('JSON report', () => {
  it('is the report, on one line or indented', () => {
    const report = reportFixture();
    expect(JSON.parse(renderJson(report, { pretty: true }))).toEqual(report);
    expect(renderJson(report, { pretty: false }).split('\n')).toHaveLength(2);
  });

  it('refuses to emit what does not match the schema', () => {
    const report = { ...reportFixture(), findings: [findingFixture({ dead: -1 })] };
    expect(() => renderJson(report, { pretty: false })).toThrow(
      expect.objectContaining({ code: 'report-invalid', message: expect.stringContaining('findings.0.dead') }),
    );
  });

  it('holds names from the heap as data that cannot act on a terminal', () => {
    const headline = '\u001b[2Jgone\u202e\u009b';
    const json = renderJson(reportFixture({ findings: [findingFixture({ headline })] }), { pretty: true });
    expect(json).not.toMatch(/[\u001b\u202e\u009b]/);
    expect(reportSchema.parse(JSON.parse(json)).findings[0]?.headline).toBe(headline);
  });
});

describe('JSON Schema', () => {
  it('names version, kinds and every property of the report', () => {
    const schema = JSON.stringify(reportJsonSchema());
    expect(reportJsonSchema()['$schema']).toBe('https://json-schema.org/draft/2020-12/schema');
    expect(schema).toContain(`"const":${SCHEMA_VERSION}`);
    for (const name of [...FINDING_KINDS, ...Object.keys(reportFixture()), ...Object.keys(findingFixture())]) {
      expect(schema).toContain(`"${name}"`);
    }
  });

  it('requires what is always there and lets later versions add to it', () => {
    const schema = reportJsonSchema();
    expect(schema['required']).toContain('findings');
    expect(schema['required']).not.toContain('timings');
    expect(schema).not.toHaveProperty('additionalProperties');
  });
});

describe('formats', () => {
  it.each(REPORT_FORMATS)('%s ends with a newline', async (format) => {
    expect(await renderReport(reportFixture(), format, { width: 80, color: false })).toMatch(/\n$/);
  });
});
