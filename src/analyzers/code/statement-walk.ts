import { conditionKind, ExpressionWalk, FREE, HELD, NOWHERE, type State } from './expression-walk.js';
import { type Held, HeldResource } from './held-resource.js';
import type { SyntaxNode } from './parser.js';
import type { FunctionNode } from './script-syntax.js';
import type { WayOut } from './way-out.js';

interface Jump {
  readonly label: string | null;
  readonly kind: 'break' | 'continue';
  readonly state: State;
  readonly node: SyntaxNode;
}

/** Events that come whatever happened. */
const FINAL_EVENTS = new Set(['close', 'exit']);

/** Follows the statements of one function, and collects its ways out. */
export class StatementWalk extends ExpressionWalk {
  #jumps: Jump[] = [];

  /** Whether what was taken is given back on some way. */
  get givesBack(): boolean {
    return this.isGivenBack;
  }

  body(body: SyntaxNode, startsHeld: boolean): WayOut[] {
    const start = startsHeld ? HELD : FREE;
    const end =
      body.type === 'BlockStatement' || body.type === 'Program'
        ? this.statement(body, start)
        : this.expression(body, start, true);
    const ways = [...this.exits.map(({ way }) => way), ...this.later];
    if ((end & HELD) !== 0 && (end & FREE) !== 0 && this.deciding !== null)
      ways.push({ kind: conditionKind(this.deciding), tree: this.tree, node: this.deciding });
    else if ((end & HELD) !== 0)
      ways.push({ kind: 'end', tree: this.tree, node: body.type === 'BlockStatement' ? lastOf(body) : body });
    const events = [...this.releaseEvents.keys()];
    if (events.length > 0 && !events.some((event) => FINAL_EVENTS.has(event) || event === 'error' || event === '')) {
      const [[, node]] = this.releaseEvents;
      ways.push({ kind: 'error-event', tree: this.tree, node });
    }
    return ways;
  }

  protected waysIn(fn: FunctionNode, held: Held): WayOut[] {
    return new StatementWalk(this.tree, new HeldResource(this.tree, held), this.depth + 1).body(fn.body, true);
  }

  #block(statements: readonly SyntaxNode[], start: State): State {
    let state = start;
    for (const statement of statements) {
      if (state === NOWHERE) break;
      state = this.statement(statement, state);
    }
    return state;
  }

  protected statement(node: SyntaxNode, state: State): State {
    switch (node.type) {
      case 'BlockStatement':
      case 'Program':
        return this.#block(node.body, state);
      case 'ExpressionStatement':
        return this.expression(node.expression, state);
      case 'VariableDeclaration': {
        let after = state;
        for (const { init } of node.declarations) if (init) after = this.expression(init, after);
        const isDisposed =
          (node.kind as string).endsWith('using') &&
          node.declarations.some(({ init }) => init && this.held.takes(init));
        return isDisposed ? FREE : after;
      }
      case 'ReturnStatement': {
        const after = node.argument ? this.expression(node.argument, state, true) : state;
        if ((after & HELD) !== 0) this.exit('return', node, after);
        return NOWHERE;
      }
      case 'ThrowStatement': {
        const after = this.expression(node.argument, state);
        if ((after & HELD) !== 0) this.exit('throw', node, after);
        return NOWHERE;
      }
      case 'IfStatement':
        return this.branch(node.test, node.consequent, node.alternate ?? null, state);
      case 'TryStatement':
        return this.#try(node, state);
      case 'WhileStatement':
      case 'ForStatement':
      case 'ForOfStatement':
      case 'ForInStatement':
      case 'DoWhileStatement':
        return this.#loop(node, state, null);
      case 'LabeledStatement':
        if (/^(?:For|While|DoWhile)/.test(node.body.type)) return this.#loop(node.body, state, node.label.name);
        return this.#landing(this.statement(node.body, state), node.label.name, node.body);
      case 'SwitchStatement':
        return this.#switch(node, state);
      case 'BreakStatement':
      case 'ContinueStatement':
        this.#jumps.push({
          label: node.label?.name ?? null,
          kind: node.type === 'BreakStatement' ? 'break' : 'continue',
          state,
          node,
        });
        return NOWHERE;
      case 'FunctionDeclaration':
      case 'ClassDeclaration':
      case 'EmptyStatement':
        return state;
      default:
        return this.children(node, state);
    }
  }

  #try(node: SyntaxNode & { type: 'TryStatement' }, state: State): State {
    const outerExits = this.exits;
    const outerJumps = this.#jumps;
    this.exits = [];
    this.#jumps = [];
    let after = this.statement(node.block, state);
    if (node.handler) {
      const thrown = this.exits.filter(({ kind }) => kind === 'throw');
      this.exits = this.exits.filter(({ kind }) => kind !== 'throw');
      // Before anything is taken, and after it was given back, the block may throw as well.
      const entered = (thrown.length > 0 ? HELD : NOWHERE) | (state & HELD) | FREE;
      const caught = this.statement(node.handler.body, entered);
      if ((after & HELD) === 0 && after !== NOWHERE && (caught & HELD) !== 0) this.deciding = node.handler;
      after |= caught;
    }
    const { finalizer } = node;
    if (finalizer) {
      const exits = this.exits;
      const jumps = this.#jumps;
      this.exits = [];
      this.#jumps = outerJumps;
      const fromHeld =
        exits.length > 0 || jumps.some((jump) => (jump.state & HELD) !== 0) ? this.statement(finalizer, HELD) : HELD;
      // What leads into it comes before its own ways out.
      if ((fromHeld & HELD) !== 0) outerExits.push(...exits);
      outerExits.push(...this.exits);
      this.exits = outerExits;
      for (const jump of jumps) outerJumps.push({ ...jump, state: (jump.state & HELD) !== 0 ? fromHeld : jump.state });
      return after === NOWHERE ? NOWHERE : this.statement(finalizer, after);
    }
    outerExits.push(...this.exits);
    outerJumps.push(...this.#jumps);
    this.exits = outerExits;
    this.#jumps = outerJumps;
    return after;
  }

  #loop(node: SyntaxNode, state: State, label: string | null): State {
    const outer = this.#jumps;
    this.#jumps = [];
    let start = state;
    let test: SyntaxNode | null = null;
    let body: SyntaxNode;
    switch (node.type) {
      case 'ForStatement':
        if (node.init) start = this.part(node.init, start);
        test = node.test ?? null;
        body = node.body;
        break;
      case 'WhileStatement':
      case 'DoWhileStatement':
        test = node.test;
        body = node.body;
        break;
      case 'ForOfStatement':
      case 'ForInStatement':
        start = this.expression(node.right, start);
        if (node.type === 'ForOfStatement' && node.await && (start & HELD) !== 0) this.exit('reject', node);
        body = node.body;
        break;
      default:
        return state;
    }
    if (test !== null) start = this.expression(test, start);
    const end = this.statement(body, start);
    const isMine = (jump: Jump): boolean => jump.label === null || jump.label === label;
    const continues = this.#jumps.filter((jump) => jump.kind === 'continue' && isMine(jump));
    const breaks = this.#jumps.filter((jump) => jump.kind === 'break' && isMine(jump));
    outer.push(...this.#jumps.filter((jump) => !isMine(jump)));
    this.#jumps = outer;
    const again = end | continues.reduce((all, jump) => all | jump.state, NOWHERE);
    if (this.held.takesBelow(body) && (start & HELD) === 0 && (again & HELD) !== 0) {
      // The next round takes another one into the same variable.
      const held = continues.find((jump) => (jump.state & HELD) !== 0);
      if ((end & HELD) === 0 && held !== undefined) this.exit('next-round', held.node);
      else if (this.held.isDeclaredIn(body)) this.exit('next-round', lastOf(body));
      else return this.#leaveLoop(node, start, again, breaks);
      return this.#leaveLoop(node, start, again & FREE, breaks);
    }
    return this.#leaveLoop(node, start, again, breaks);
  }

  #leaveLoop(node: SyntaxNode, start: State, again: State, breaks: readonly Jump[]): State {
    const isEndless = node.type === 'WhileStatement' && node.test.type === 'Literal' && node.test.value === true;
    const isEndlessFor = node.type === 'ForStatement' && !node.test;
    let normal = node.type === 'DoWhileStatement' ? again : start | again;
    if (isEndless || isEndlessFor) normal = NOWHERE;
    return breaks.reduce((all, jump) => all | this.#beyond(node, jump), normal);
  }

  #switch(node: SyntaxNode & { type: 'SwitchStatement' }, state: State): State {
    const outer = this.#jumps;
    this.#jumps = [];
    const start = this.expression(node.discriminant, state);
    let through: State = NOWHERE;
    for (const { consequent } of node.cases) through = this.#block(consequent, start | through);
    const hasDefault = node.cases.some(({ test }) => !test);
    let after = through | (hasDefault ? NOWHERE : start);
    for (const jump of this.#jumps) {
      if (jump.kind === 'break' && jump.label === null) after |= jump.state;
      else outer.push(jump);
    }
    this.#jumps = outer;
    return after;
  }

  #landing(state: State, label: string, body: SyntaxNode): State {
    let after = state;
    this.#jumps = this.#jumps.filter((jump) => {
      if (jump.label !== label) return true;
      after |= this.#beyond(body, jump);
      return false;
    });
    return after;
  }

  /** What is held in a variable of a block is out of reach behind it. */
  #beyond(body: SyntaxNode, jump: Jump): State {
    if ((jump.state & HELD) === 0 || !this.held.isDeclaredIn(body)) return jump.state;
    this.exit('break', jump.node, jump.state);
    return FREE;
  }
}
function lastOf(body: SyntaxNode): SyntaxNode {
  return body.type === 'BlockStatement' ? (body.body.at(-1) ?? body) : body;
}
