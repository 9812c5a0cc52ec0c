import { ToolError } from '../errors.js';
import { REPORT_PARSING, type Report, reportSchema } from '../findings/report-schema.js';

/** Maximum number of problems in the message; the rest is in its cause. */
const MAX_PROBLEMS = 5;

/**
 * `value` as a report, parsed against the published schema. Every format uses this, so the output always matches the
 * schema.
 *
 * @throws ToolError `report-invalid`, naming the fields
 */
export function checkReport(value: unknown): Report {
  const checked = reportSchema.safeParse(value, REPORT_PARSING);
  if (checked.success) return checked.data;
  const problems = checked.error.issues
    .slice(0, MAX_PROBLEMS)
    .map(({ path, message }) => `${path.join('.')}: ${message}`);
  throw new ToolError('report-invalid', `The report does not match its own schema: ${problems.join('; ')}`, {
    hint: 'This is a fault of poolscope. Please report it, with this message.',
    cause: checked.error,
  });
}
