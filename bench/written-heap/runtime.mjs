import { HeapNode } from './parts.mjs';

const ROOT_GROUPS = [
  ...['(Internalized strings)', '(External strings)', '(Read-only roots)', '(Strong roots)', '(Smi roots)'],
  ...['(Bootstrapper)', '(Stack roots)', '(Relocatable)', '(Debugger)', '(Compilation cache)', '(Handle scope)'],
  ...['(Builtins)', '(Global handles)', '(Traced handles)', '(Eternal handles)', '(Thread manager)', '(Extensions)'],
  ...['(Code flusher)', '(Startup object cache)', '(Read-only object cache)', '(Shareable object cache)'],
  ...['(Weak collections)', '(Wrapper tracing)', '(Write barrier)', '(Retain maps)', '(Client heap)', '(Unknown)'],
];
const BUILTIN_COUNT = 2000;

/** What every heap has once: roots, maps, oddballs, builtins, the global object, and the classes of the program. */
export class Runtime {
  /** @type {HeapNode[]} */
  nodes = [];
  #strings = new Map();
  #maps = new Map();

  constructor() {
    this.root = this.add('synthetic', '', 0);
    this.gcRoots = this.add('synthetic', '(GC roots)', 0);
    this.root.edge('element', 1, this.gcRoots);
    this.groups = new Map(ROOT_GROUPS.map((name) => [name, this.add('synthetic', name, 0)]));
    let number = 1;
    for (const group of this.groups.values()) this.gcRoots.edge('element', number++, group);
    this.metaMap = this.add('hidden', 'system / Map', 72);
    this.dependentCode = this.add('code', 'system / WeakArrayList', 24);
    this.metaMap.internal('dependent_code', this.dependentCode).internal('map', this.metaMap);
    this.dependentCode.internal('map', this.map('WeakArrayList'));
    this.undefined = this.#oddball('undefined');
    this.null = this.#oddball('null');
    this.true = this.#oddball('true');
    this.false = this.#oddball('false');
    for (let builtin = 1; builtin <= BUILTIN_COUNT; builtin++) {
      const code = this.add('code', `(Builtin${builtin} builtin handle)`, 88).internal('map', this.map('Code'));
      this.groups.get('(Builtins)').internal(`${builtin} / Builtin${builtin}`, code);
    }
    this.compileLazy = this.nodes[this.nodes.length - 1];
    this.nativeContext = this.add('hidden', 'system / NativeContext', 2264);
    this.global = this.add('object', 'global', 32);
    this.root.edge('shortcut', '2', this.global);
    this.groups.get('(Global handles)').internal('1', this.global).internal('2', this.nativeContext);
    this.functionMap = this.shapeMap(null);
    this.functionPrototype = this.add('closure', '', 32).internal('map', this.functionMap);
    this.objectClass = { prototype: this.add('object', 'Object', 56), map: this.shapeMap(null), name: 'Object' };
    this.objectClass.prototype.internal('map', this.objectClass.map);
    this.nativeContext.internal('function_prototype', this.functionPrototype);
    this.nativeContext.internal('initial_object_prototype', this.objectClass.prototype);
    this.global.internal('native_context', this.nativeContext).internal('map', this.shapeMap(null));
    this.contextMap = this.shapeMap(null);
    this.contextScope = this.add('code', 'system / ScopeInfo', 96).internal('map', this.map('ScopeInfo'));
    this.program = this.addScript('file:///srv/service/pool.mjs', 90);
    this.programContext = this.place(this.context(this.nativeContext, 112));
    this.global.property('program', this.programContext);
  }

  /** A node that exists once. */
  add(type, name, size) {
    const node = new HeapNode(type, name, size);
    node.fixed = this.nodes.length;
    this.nodes.push(node);
    return node;
  }

  /** Makes `node`, which was described elsewhere, exist once. @returns {HeapNode} */
  place(node) {
    node.fixed = this.nodes.length;
    this.nodes.push(node);
    return node;
  }

  /** Also places all that the nodes which exist lead to. */
  placeAll() {
    // Grows while it is walked.
    for (const { edges } of this.nodes) {
      for (const { to } of edges) if (to instanceof HeapNode && to.fixed === -1) this.place(to);
    }
  }

  /** V8's own map for its internal objects of a kind. */
  map(kind) {
    const known = this.#maps.get(kind);
    if (known !== undefined) return known;
    const name = kind.endsWith('String') ? `system / Map (${kind})` : 'system / Map';
    const map = this.add('hidden', name, 72)
      .internal('dependent_code', this.dependentCode)
      .internal('map', this.metaMap);
    this.groups.get('(Read-only roots)').internal(`${kind}_map`, map);
    this.#maps.set(kind, map);
    return map;
  }

  /** Map of JavaScript objects, with the names of their fields. */
  shapeMap(prototype, fields = []) {
    const map = this.add('object shape', 'system / Map', 72);
    const descriptors = this.add('object shape', 'system / DescriptorArray', 24 + 24 * fields.length);
    map.internal('descriptors', descriptors).internal('dependent_code', this.dependentCode);
    if (prototype !== null) map.internal('prototype', prototype);
    map.internal('map', this.metaMap);
    descriptors.internal('map', this.map('DescriptorArray'));
    for (const [index, field] of fields.entries()) descriptors.internal(String(3 * index), this.internalized(field));
    return map;
  }

  internalized(text) {
    const known = this.#strings.get(text);
    if (known !== undefined) return known;
    const size = 16 + 8 * Math.ceil(text.length / 8);
    const node = this.add('string', text, size).internal('map', this.map('OneByteInternalizedString'));
    this.#strings.set(text, node);
    this.groups.get('(Internalized strings)').internal(String(this.#strings.size), node);
    return node;
  }

  /** A class, its constructor, prototype and the map of its objects. */
  defineClass(name, fields, line = null) {
    const prototype = this.add('object', 'Object', 24);
    const map = this.shapeMap(prototype, fields);
    const constructor = this.add('closure', name, 64);
    const feedback = this.add('code', 'system / FeedbackCell', 24).internal('map', this.map('FeedbackCell'));
    constructor.property('__proto__', this.functionPrototype).property('prototype', prototype);
    constructor.internal('initial_map', map).internal('feedback_cell', feedback);
    constructor.internal('shared', this.functionInfo(this.program, name)).internal('context', this.programContext);
    constructor.internal('code', this.compileLazy).internal('map', this.functionMap);
    prototype.property('constructor', constructor).property('__proto__', this.objectClass.prototype);
    prototype.internal('map', this.shapeMap(null));
    map.internal('constructor', constructor);
    this.programContext.edge('context', name, constructor);
    const location = line === null ? null : { scriptId: this.program.scriptId, line, column: 2 };
    constructor.location = location;
    return { name, prototype, map, location };
  }

  functionInfo(script, name) {
    const scope = this.add('code', 'system / ScopeInfo', 64).internal('map', this.map('ScopeInfo'));
    const info = this.add('code', name === '' ? '(shared function info)' : name, 56);
    info.internal('name_or_scope_info', this.internalized(name)).internal('script_or_debug_info', script.node);
    return info.internal('raw_outer_scope_info_or_feedback_metadata', scope);
  }

  addScript(path, scriptId) {
    const node = this.add('code', path, 144).internal('name', this.internalized(path));
    return { node: node.internal('map', this.map('Script')), scriptId };
  }

  /** A context that is not placed yet. */
  context(previous, size) {
    const context = new HeapNode('object', 'system / Context', size).internal('scope_info', this.contextScope);
    return context.internal('previous', previous).internal('map', this.contextMap);
  }

  #oddball(text) {
    const oddball = this.add('hidden', 'system / Oddball', 48).internal('map', this.map(`${text} oddball`));
    this.groups.get('(Read-only roots)').internal(`${text}_value`, oddball);
    return oddball.edge('hidden', 0, this.internalized(text)).edge('hidden', 1, this.internalized(text));
  }
}
