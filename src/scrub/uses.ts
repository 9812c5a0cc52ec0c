/** How a string is used. One string may be used in several ways: a field `token`, and a value `token`. */
export const Use = {
  /** A name by its nature: of a class, a function, a variable, a structure of the engine. */
  name: 1,
  /** The name of a property of an object that has a class of its own. */
  field: 2,
  /** The name of a property of a plain object or of a dictionary: a key, unless the program's code says so too. */
  key: 4,
  /** The contents of a string that does not stay. */
  content: 8,
  /** The contents of one that stays: a word for a state, the text of a number, a name in the program's code. */
  keptContent: 16,
  /** A constant of the program's code. */
  code: 32,
  /** The name of a script. */
  script: 64,
  /** The program's code calls something so: a class, a function, a variable. */
  spoken: 128,
  /** V8 itself, or Node.js, calls something so. */
  engine: 256,
} as const;

/** What the references to a string say about it, by node. */
export const Mark = {
  /** It is the text of a number. */
  number: 1,
  /** It is the text of a script. */
  source: 2,
  scriptName: 4,
  /** A scope has a variable of this name. */
  scope: 8,
  /** The program's code refers to it. */
  code: 16,
  /** Its name is contents of the program, and not a name. */
  content: 32,
} as const;
