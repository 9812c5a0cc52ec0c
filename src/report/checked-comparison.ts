import { ToolError } from '../errors.js';
import { type Comparison, comparisonSchema } from '../findings/comparison-schema.js';

/**
 * `value` as a comparison, parsed against the published schema, as every format does before it writes.
 *
 * @throws ToolError `report-invalid`
 */
export function checkComparison(value: unknown): Comparison {
  const checked = comparisonSchema.safeParse(value);
  if (checked.success) return checked.data;
  throw new ToolError('report-invalid', 'The comparison does not match its own schema.', {
    hint: 'This is a fault of poolscope. Please report it.',
    cause: checked.error,
  });
}
