import { HeapNode } from './parts.mjs';
import { Template } from './template.mjs';

const FIRST_SCRIPT_ID = 1000;

/**
 * A loaded module: its script and source text, functions with their scopes and feedback, a class or two. Code is the
 * larger part of a small heap.
 */
export function moduleTemplate({ objects, runtime, random }) {
  const some = (least, most) => least + Math.floor(random() * (most - least + 1));
  const code = (name, size, map) => new HeapNode('code', name, size).internal('map', runtime.map(map));
  const path = objects.string((unit) => `/srv/service/node_modules/package-${unit >> 3}/lib/module-${unit}.js`, 56);
  const lines = some(20, 90);
  const script = code(
    (unit) => `file:///srv/service/node_modules/package-${unit >> 3}/lib/module-${unit}.js`,
    144,
    'Script',
  );
  script
    .internal(
      'source',
      objects.string((unit) => sourceOf(unit, lines), lines * 40),
    )
    .internal('name', path);
  const context = runtime.context(runtime.nativeContext, 40);
  const exported = {};
  for (let index = some(8, 20); index > 0; index--) {
    const name = `operation${some(0, 400)}`;
    const info = code(name, 56, 'SharedFunctionInfo').internal('name_or_scope_info', runtime.internalized(name));
    info.internal('script_or_debug_info', script);
    const bytecode = code('', 80 + some(0, 400), 'BytecodeArray').internal(
      'constant_pool',
      code('(constant pool)', 72, 'FixedArray'),
    );
    info.internal('function_data', bytecode.edge('hidden', 2, code('system / TrustedByteArray', 56, 'ByteArray')));
    info.internal('raw_outer_scope_info_or_feedback_metadata', code('system / ScopeInfo', 64, 'ScopeInfo'));
    const location = { scriptId: FIRST_SCRIPT_ID, line: index * 4, column: 2, perUnit: true };
    const closure = objects.closure(name, context, info, location);
    const feedback = code('system / FeedbackVector', 48 + 8 * some(1, 20), 'FeedbackVector').edge('weak', '0', closure);
    info.internal('feedback', code('system / FeedbackCell', 24, 'FeedbackCell').internal('value', feedback));
    feedback.internal('shared function info', info);
    context.edge('context', `${name}_${index}`, closure);
    exported[`${name}_${index}`] = closure;
  }
  const fields = { id: path, path, exports: objects.literal('exports', exported), loaded: runtime.true };
  return new Template([objects.literal('module', fields)]);
}

function sourceOf(unit, lines) {
  return Array.from({ length: lines }, (_, line) => `  return operation${(unit * 13 + line) % 400}(input);\n`).join('');
}
