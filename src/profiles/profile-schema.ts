import * as z from 'zod/mini';

import { described } from '../schema-text.js';

const text = z.string().check(z.minLength(1));

/** `_pool.free`, `options.max`, `sockets.*`; `*` is every entry of a collection. */
const path = described(
  z
    .string()
    .check(z.regex(/^[^.]+(\.[^.]+)*$/, 'expected names with dots between them, such as `_pool.free` or `sockets.*`')),
  'Properties with dots between them; `*` every entry of a collection; of a function the variables it sees',
);

const className = described(text, 'Name under `classes`, or else the name of a class on the heap');
const classNames = z.array(className);

const literal = z.union([z.boolean(), z.string(), z.number(), z.null()]);

/** A test of one value, with exactly one operator. */
const condition = {
  equals: described(z.optional(literal), 'The value must be this'),
  oneOf: described(z.optional(z.array(literal).check(z.minLength(1))), 'The value must be one of these'),
  notEquals: described(z.optional(literal), 'The value must be there and differ from this'),
  exists: described(z.optional(z.boolean()), 'The value must, or must not, be there and neither undefined nor null'),
};
const CONDITION_VERBS = ['equals', 'oneOf', 'notEquals', 'exists'] as const;

function hasOneVerb(value: Partial<Record<(typeof CONDITION_VERBS)[number], unknown>>): boolean {
  return CONDITION_VERBS.filter((verb) => value[verb] !== undefined).length === 1;
}
const ONE_VERB = { error: 'expected exactly one of `equals`, `oneOf`, `notEquals` and `exists`' };

const fieldCondition = z.strictObject({ field: path, ...condition }).check(z.refine(hasOneVerb, ONE_VERB));

const classMatcher = described(
  z
    .strictObject({
      class: described(
        z.optional(z.union([text, z.array(text).check(z.minLength(1))])),
        'Names that the class has on the heap',
      ),
      fields: described(
        z.optional(z.array(text).check(z.minLength(1), z.maxLength(24))),
        'Properties that an instance has, or variables of a scope. None whose value may be a small integer',
      ),
      not: described(
        z.optional(z.array(text).check(z.minLength(1), z.maxLength(6))),
        'Properties that an instance does not have',
      ),
      anyName: described(
        z.optional(z.boolean()),
        'The fields are telling enough: subclasses, renamed and minified classes match as well',
      ),
      scope: described(z.optional(z.boolean()), 'No object, but the scope of a function that has these variables'),
    })
    .check(
      z.refine(({ class: name, fields }) => name !== undefined || fields !== undefined, {
        error: 'expected `class`, `fields` or both',
      }),
      z.refine(({ anyName, fields }) => anyName !== true || fields !== undefined, {
        error: '`anyName` needs `fields` to go by',
      }),
    ),
  'How to know the objects of a class',
);

const LEDGER_ROLES = ['idle', 'leased', 'all', 'pending'] as const;

const ledger = z
  .strictObject({
    field: described(z.optional(path), 'Where the pool has the collection'),
    role: z.enum(LEDGER_ROLES),
    kind: described(
      z.optional(z.enum(['collection', 'one'])),
      '`one`: the field itself holds one resource. Otherwise found in the heap: arrays, Maps, Sets, objects, lists',
    ),
    link: described(z.optional(text), 'Field that leads from one link of a list to the next'),
    entry: described(z.optional(path), 'From an entry to the resource it stands for'),
    keys: described(z.optional(z.boolean()), 'The keys of the Map are the resources, not its values'),
    members: described(z.optional(className), 'No collection: all objects of this class that refer to the pool'),
    via: described(z.optional(path), 'Where a member refers to its pool'),
    when: described(
      z.optional(z.array(fieldCondition).check(z.minLength(1))),
      'Only entries for which all of this holds',
    ),
  })
  .check(
    z.refine(({ field, members }) => (field === undefined) !== (members === undefined), {
      error: 'expected either `field` or `members` with `via`',
    }),
    z.refine(({ members, via }) => (members === undefined) === (via === undefined), {
      error: '`members` and `via` go together',
    }),
  );

const FIGURES = ['size', 'idle', 'leased', 'pending', 'maximum'] as const;

/** `all - idle`, `leased + idle`, `_conns`. */
const formula = z
  .string()
  .check(
    z.regex(
      /^[^\s+-][^\s]*( [+-] [^\s+-][^\s]*)*$/,
      'expected roles, or fields of counters, with ` + ` and ` - ` between them, such as `all - idle`',
    ),
  );

const ACQUIRE_GIVES = ['result', 'callback', 'function', 'argument', 'this'] as const;

const acquireMethod = z.strictObject({
  method: text,
  of: described(z.optional(className), 'Class that has the method; without it the pool'),
  gives: described(
    z.optional(z.enum(ACQUIRE_GIVES)),
    'What gives the resource. `result`: the method returns it, or its promise. `callback`: the last function among the arguments gets it, after an error. `function`: a function gets it first, and it is released when that is done. `argument`: it is the first argument. `this`: it has the method, which is handed work that `acquiresLater` knows. Without it, `callback` where the last argument is a function, else `result`',
  ),
  entry: described(z.optional(path), 'From what is given to the resource, or from the result to the promise of it'),
});

const releaseMethod = z.strictObject({
  method: text,
  of: described(
    z.optional(className),
    'Class of the resource, which has the method; without it the pool has it, and the resource is its first argument',
  ),
  event: described(
    z.optional(text),
    'Only calls with this as the first argument: an event, where the method is `emit` and may be inherited',
  ),
});

const pool = z.strictObject({
  class: className,
  ledgers: described(z.optional(z.array(ledger)), 'Where the pool books its resources'),
  counters: described(
    z.optional(
      z.array(
        z.union([
          text,
          z.strictObject({ field: path, means: described(z.enum(FIGURES), 'What the number must agree with') }),
        ]),
      ),
    ),
    'Numeric fields that must agree with the ledgers',
  ),
  maximum: described(
    z.optional(z.union([path, z.array(path).check(z.minLength(1))])),
    'Where the bound on the size stands; the first that is there counts',
  ),
  maximumPer: described(z.optional(z.enum(['pool', 'key'])), '`key`: the bound holds for each key, such as each host'),
  figures: described(
    z.optional(z.partialRecord(z.enum(['size', 'idle', 'leased', 'pending']), formula)),
    'Figures that are booked nowhere, from those that are',
  ),
  closedWhen: described(
    z.optional(z.array(fieldCondition).check(z.minLength(1))),
    'Any of these proves that the pool is closed',
  ),
  workingWhen: described(
    z.optional(z.array(fieldCondition).check(z.minLength(1))),
    'Any of these says that something leased is at work, and its user waits. Without it, names of fields do',
  ),
  acquire: described(
    z.optional(z.array(acquireMethod).check(z.minLength(1))),
    'Methods that check out; `attach --trace-leases` records who calls them',
  ),
  release: described(
    z.optional(z.array(releaseMethod).check(z.minLength(1))),
    'Methods that every way of giving back or throwing away goes through',
  ),
  words: described(z.optional(z.lazy(() => words)), 'Words for this pool where they differ from the rest'),
});

const words = z.strictObject({
  pool: described(z.optional(text), 'What the pool is called, such as `pg pool`'),
  resource: described(z.optional(text), 'What the pool leases, such as `pg client`'),
  resources: described(z.optional(text), 'The same in the plural; without it an `s` is added'),
  checkout: described(z.optional(text), 'The call that borrows, such as `pool.connect()`'),
  release: described(z.optional(text), 'The call that gives back, such as `client.release()`'),
  close: described(z.optional(text), 'The call that ends one for good, such as `client.end()`'),
});

const timestamp = z.strictObject({
  class: className,
  field: path,
  means: described(z.enum(['created', 'leased', 'released', 'used']), 'What happened then'),
  clock: described(
    z.enum(['epoch-ms', 'epoch-s', 'process-ms', 'birth']),
    '`epoch-ms`: Date.now(). `process-ms`: performance.now() or a timer’s. `birth`: no number, but an object made at that moment',
  ),
});

/**
 * What the pool of a library, or of a user's own code, looks like on the heap. Built-in profiles and users' files share this
 * schema. Everything but the name is optional, and inferred where it is missing.
 */
export const profileSchema = described(
  z.strictObject({
    $schema: z.optional(z.string()),
    name: described(text, 'How reports call it'),
    library: described(
      z.optional(
        z.strictObject({
          package: described(z.union([text, z.array(text).check(z.minLength(1))]), 'Name on npm'),
          versions: described(text, 'Versions that it holds for, as a semver range'),
          facts: described(
            z
              .array(z.strictObject({ what: text, where: described(text, 'File of the library and its version') }))
              .check(z.minLength(1)),
            'Where each of these things stands in the source of the library',
          ),
          reserved: described(z.optional(text), 'What it means there that a connection is reserved'),
          notes: described(z.optional(z.array(text)), 'What cannot be read from a heap'),
        }),
      ),
      'Only in profiles that come with the tool',
    ),
    classes: described(
      z.optional(z.record(text, classMatcher)),
      'Classes recognized by more than a name; the rest of the profile refers to them by these keys',
    ),
    connections: described(z.optional(classNames), 'Classes of connections'),
    wrappers: described(
      z.optional(classNames),
      'Classes that wrap one connection while it is pooled: entries, resources, leases',
    ),
    reservations: described(z.optional(classNames), 'Classes that bind a session to a connection'),
    sessions: described(z.optional(classNames), 'Classes of sessions, transactions and other borrowers'),
    waiters: described(z.optional(classNames), 'Classes of pending checkouts'),
    pools: z.optional(z.array(pool)),
    acquiresLater: described(
      z.optional(
        z
          .array(
            z
              .strictObject({
                method: described(text, 'Method that the program calls, and that returns the work or is handed it'),
                of: described(className, 'Class that has it'),
                work: described(z.optional(className), 'Class of the work'),
                by: described(z.optional(text), 'Method of the work in which it checks out'),
                argument: described(
                  z.optional(z.int().check(z.nonnegative())),
                  'Which argument is the work, counted from 0, where a method of `acquire` that gives `this` is handed it later',
                ),
              })
              .check(
                z.refine(
                  ({ work, by, argument }) =>
                    (work === undefined) === (by === undefined) && (work === undefined) !== (argument === undefined),
                  {
                    error: 'expected either `work` with `by`, or `argument`',
                  },
                ),
              ),
          )
          .check(z.minLength(1)),
      ),
      'Work that checks out after the call that started it has returned, so that no stack shows who it was',
    ),
    deadWhen: described(
      z.optional(
        z.array(z.strictObject({ class: className, field: path, ...condition }).check(z.refine(hasOneVerb, ONE_VERB))),
      ),
      'Values that prove that an instance is dead',
    ),
    aliveWhen: described(
      z.optional(
        z.array(z.strictObject({ class: className, field: path, ...condition }).check(z.refine(hasOneVerb, ONE_VERB))),
      ),
      'Values that disprove it, whatever other fields are called',
    ),
    refcounts: described(
      z.optional(z.array(z.strictObject({ class: className, field: text }))),
      'Numeric fields that count holders',
    ),
    links: described(
      z.optional(z.array(z.strictObject({ class: className, field: text }))),
      'Link fields of intrusive lists',
    ),
    timestamps: described(z.optional(z.array(timestamp)), 'Fields that say since when'),
    words: described(z.optional(words), 'How reports call things'),
  }),
  'A poolscope profile',
);

/** A parsed profile. */
export type Profile = z.infer<typeof profileSchema>;
export type ClassMatcher = z.infer<typeof classMatcher>;
export type ProfilePool = z.infer<typeof pool>;
export type ProfileLedger = z.infer<typeof ledger>;
/** A test of one value that a field leads to. */
export type FieldCondition = z.infer<typeof fieldCondition>;
